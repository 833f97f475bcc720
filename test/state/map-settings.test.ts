import { describe, expect, it } from "vitest";
import { defaultConfig, parseConfig } from "../../src/protocol/config.ts";
import { methodLabels } from "../../src/protocol/labels.ts";
import { halfFilling, withEnd, withProtocol } from "../../src/state/config-edits.ts";
import {
  axesOf,
  DEFAULT_SETTINGS,
  mappedConfig,
  mapRefusal,
  rangeRefusal,
  resolutionsOf,
} from "../../src/state/map-settings.ts";

const REGIME = { preset: "regime" } as const;

describe("a regime map", () => {
  it("compares mean field, every closure, purified, and the learned models, whatever the methods of the page", () => {
    const mapped = mappedConfig(defaultConfig(), REGIME);
    expect(methodLabels(mapped.methods)).toEqual([
      "Exact",
      "Mean field",
      "TD2RDM V · CC · P",
      "TD2RDM NY · CC · P",
      "TD2RDM NY smooth · CC · P",
      "TD2RDM M · CC · P",
      "DMD",
      "Delay-DMD",
      "Neural ODE",
    ]);
    expect(parseConfig(mapped)).toEqual(mapped);
    expect({ ...mapped, methods: [] }).toEqual({ ...defaultConfig(), methods: [] });
  });

  it("takes the learned methods of the page where there are any", () => {
    const methods = [{ kind: "mean-field" }, { kind: "dmd", delays: 3 }, { kind: "dmd", delays: 5 }];
    const mapped = mappedConfig(parseConfig({ ...defaultConfig(), methods }), REGIME);
    expect(methodLabels(mapped.methods).slice(6)).toEqual(["Delay-DMD · 3 delays", "Delay-DMD · 5 delays"]);
  });

  it("trains within the window, and is refused where that is too short", () => {
    const mapped = mappedConfig(withEnd(defaultConfig(), 8), REGIME);
    expect(mapped.methods.flatMap((method) => ("trainUntil" in method ? [method.trainUntil] : []))).toEqual([
      4, 4, 4,
    ]);
    expect(mapRefusal(withEnd(defaultConfig(), 8), REGIME)).toBeNull();
    expect(mapRefusal(withEnd(defaultConfig(), 3), REGIME)?.message).toContain("methods[7].trainUntil");
  });

  it("needs no exact method on the page, but a trap and a closed shell", () => {
    const bare = { ...defaultConfig(), methods: [{ kind: "mean-field" as const }] };
    expect(mapRefusal(bare, REGIME)).toBeNull();
    expect(mapRefusal(bare, { preset: "chosen" })?.path).toBe("methods");
    expect(mapRefusal(withProtocol(bare, "product-state"), REGIME)?.path).toBe("quench.protocol");
    const open = { ...bare, electrons: { ...halfFilling(6), up: 2 } };
    expect(mapRefusal(open, REGIME)?.path).toBe("methods[2].kind");
  });

  it("has logarithmic axes that start above 0, and no more points than can be trained", () => {
    const { interaction, trap } = axesOf(DEFAULT_SETTINGS.regime);
    expect(interaction).toEqual([0.25, 0.4102, 0.673, 1.104, 1.811, 2.972, 4.876, 8]);
    expect(trap).toHaveLength(8);
    expect(rangeRefusal("regime", 0, 8)?.message).toContain("above 0");
    expect(rangeRefusal("chosen", 0, 8)).toBeNull();
    expect(Math.max(...resolutionsOf("regime"))).toBe(32);
    expect(Math.max(...resolutionsOf("chosen"))).toBe(128);
  });
});
