// Exact propagation of a batch of states by Chebyshev expansion, one sample interval at a time:
//
//   psi(t + dt) = e^{-i C dt} sum_k (2 - delta_k0) (-i)^k J_k(R dt) T_k((H - C) / R) psi(t),
//
// with H Psi = K_up Psi + Psi K_down^T + diagonal o Psi (PHYSICS.md section 1); C and R are centre and
// half-width of bounds on the spectrum, and the phase e^{-i C dt} is left out.
//
// Shapes: psi[point][a][b], UP x DOWN complex amplitudes; states[point][slot][a][b].
// Bindings: tables as in src/gpu/exact/tables.ts (`basis`, `trap_weights`), the rest as declared below.
// Workgroups: one per point. T_k and T_{k-1} live in workgroup memory and change places, so that one
// barrier per term is enough; every invocation owns the amplitudes invocation + n WORKGROUP.
// Precision: coefficient 0 arrives as J_0 - 1 and the step is added to psi at its end, so that rounded
// coefficients cost the norm about 1e-8 per step instead of 1e-7.

struct Params {
  // Samples to write; `slots` is their stride in `states`.
  samples: u32,
  slots: u32,
  // 1: the first sample is the state at hand, before any step.
  from_start: u32,
  // Stride of `coefficients`, at least the terms of every point.
  terms: u32,
  hopping: f32,
}

struct Point {
  interaction: f32,
  trap: f32,
  centre: f32,
  inverse_radius: f32,
  terms: u32,
}

override WORKGROUP: u32;
override UP: u32;
override DOWN: u32;
override DIMENSION: u32 = UP * DOWN;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<Point>;
@group(0) @binding(2) var<storage, read> coefficients: array<f32>;
@group(0) @binding(3) var<storage, read> trap_weights: array<f32>;
@group(0) @binding(4) var<storage, read> basis: array<u32>;
@group(0) @binding(5) var<storage, read_write> psi: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> states: array<vec2f>;

// T_k and T_{k-1}, in the half given by the parity of k.
var<workgroup> chebyshev: array<vec2f, 2 * DIMENSION>;
var<workgroup> change: array<vec2f, DIMENSION>;
var<workgroup> diagonal: array<f32, DIMENSION>;

/// (H - C) / R on T in the half `from` of `chebyshev`, amplitude i = (a, b).
fn apply_scaled(i: u32, from_half: u32, hop: f32) -> vec2f {
  let a = i / DOWN;
  let b = i % DOWN;
  var hopped = vec2f(0.0);
  let up_start = UP + DOWN + a;
  for (var p = basis[up_start]; p < basis[up_start + 1u]; p++) {
    let entry = basis[p];
    hopped += sign_of(entry) * chebyshev[from_half + ket_of(entry) * DOWN + b];
  }
  let down_start = 2u * UP + DOWN + 1u + b;
  for (var p = basis[down_start]; p < basis[down_start + 1u]; p++) {
    let entry = basis[p];
    hopped += sign_of(entry) * chebyshev[from_half + a * DOWN + ket_of(entry)];
  }
  return hop * hopped + diagonal[i] * chebyshev[from_half + i];
}

/// (-i)^k x
fn turned(x: vec2f, k: u32) -> vec2f {
  switch k & 3u {
    case 0u: { return x; }
    case 1u: { return vec2f(x.y, -x.x); }
    case 2u: { return -x; }
    default: { return vec2f(-x.y, x.x); }
  }
}

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) invocation: u32,
) {
  let index = group.x;
  let point = points[index];
  let origin = index * DIMENSION;
  let hop = params.hopping * point.inverse_radius;

  for (var i = invocation; i < DIMENSION; i += WORKGROUP) {
    let a = i / DOWN;
    let b = UP + i % DOWN;
    let energy = point.interaction * f32(countOneBits(basis[a] & basis[b]))
      + point.trap * (trap_weights[a] + trap_weights[b]);
    diagonal[i] = (energy - point.centre) * point.inverse_radius;
  }

  for (var sample = 0u; sample < params.samples; sample++) {
    if (sample > 0u || params.from_start == 0u) {
      for (var i = invocation; i < DIMENSION; i += WORKGROUP) {
        chebyshev[i] = psi[origin + i];
        change[i] = coefficients[index * params.terms] * psi[origin + i];
      }
      workgroupBarrier();
      for (var k = 1u; k < point.terms; k++) {
        let before = ((k + 1u) & 1u) * DIMENSION;
        let after = (k & 1u) * DIMENSION;
        let coefficient = coefficients[index * params.terms + k];
        for (var i = invocation; i < DIMENSION; i += WORKGROUP) {
          var next = apply_scaled(i, before, hop);
          if (k > 1u) {
            next = 2.0 * next - chebyshev[after + i];
          }
          chebyshev[after + i] = next;
          change[i] += coefficient * turned(next, k);
        }
        workgroupBarrier();
      }
      for (var i = invocation; i < DIMENSION; i += WORKGROUP) {
        psi[origin + i] += change[i];
      }
    }
    let slot = (index * params.slots + sample) * DIMENSION;
    for (var i = invocation; i < DIMENSION; i += WORKGROUP) {
      states[slot + i] = psi[origin + i];
    }
  }
}
