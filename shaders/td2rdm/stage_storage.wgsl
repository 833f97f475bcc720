// D of the present stage in the last plane of `scratch`, where workgroup memory is too small for it.

fn stage_at(e: u32) -> vec2f {
  return scratch[plane_start(PLANES - 1u) + e];
}

fn set_stage(e: u32, value: vec2f) {
  scratch[plane_start(PLANES - 1u) + e] = value;
}

/// Waits until the whole workgroup sees the stage.
fn stage_barrier() {
  scratch_barrier();
}
