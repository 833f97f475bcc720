// D of the present stage in workgroup memory, SITES^4 complex numbers.

var<workgroup> stage_memory: array<vec2f, FOURTH>;

fn stage_at(e: u32) -> vec2f {
  return stage_memory[e];
}

fn set_stage(e: u32, value: vec2f) {
  stage_memory[e] = value;
}

/// Waits until the whole workgroup sees the stage.
fn stage_barrier() {
  workgroupBarrier();
}
