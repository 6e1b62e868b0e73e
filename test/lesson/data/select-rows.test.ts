import pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { selectRows } from "../../../src/lesson/data/select-rows.ts";

const plain = (models: string[]): pl.DataFrame =>
  pl.DataFrame({ model: models, infer_samples_per_sec: models.map((_, at) => 3 + at) });

function tagged(models: [arch: string, tag: string][]): pl.DataFrame {
  return pl.DataFrame({
    model: models.map((name) => name.join(".")),
    arch: models.map(([arch]) => arch),
    tag: models.map(([, tag]) => tag),
    infer_samples_per_sec: models.map(() => 4),
  });
}

describe("selectRows on plain names", () => {
  it.each([
    ["levit_128s", "levit"],
    ["resnet50", "resnet"],
    ["resnet50d", "resnetd"],
    ["resnetv2_50x1_bit_distilled", "resnetv2d"],
    ["regnetx_002", "regnetx"],
    ["efficientnetv2_rw_s", "efficientnetv2"],
    ["convnext_tiny_384_in22ft1k", "convnext_in22"],
    ["mobilevit_xs", "mobilevit"],
    ["repvgg_a2", "repvgg"],
    ["crossvit_9_dagger_240", "crossvit"],
    ["vgg11_bn", "vgg"],
  ])("%s belongs to %s", (model, family) => {
    const { frame } = selectRows(plain([model]), "infer", "plain", "lesson");
    expect(frame.rows()).toEqual([[model, 3, 1 / 3, family]]);
  });

  it("keeps the lesson's families in order, and drops names ending in gn", () => {
    const models = [
      "swin_tiny",
      "vit_tiny",
      "resnet50_gn",
      "tf_efficientnet_b0",
      "seresnet50",
      "deit_tiny",
      "regnetz_b16",
      "beit_base",
    ];
    const { frame, steps } = selectRows(plain(models), "infer", "plain", "lesson");
    expect(frame.getColumn("model").toArray()).toEqual(["vit_tiny", "regnetz_b16", "beit_base"]);
    expect(steps().map((step) => step.rows)).toEqual([8, 8, 7, 3]);
    expect(selectRows(plain(models), "infer", "plain", "all").frame.height).toBe(7);
  });

  it("drops a model without a rate, which has no time", () => {
    const frame = pl.DataFrame({
      model: ["vit_a", "vit_b"],
      train_samples_per_sec: pl.Series("r", [null, 8], pl.Float64),
    });
    const { frame: kept, steps } = selectRows(frame, "train", "plain", "lesson");
    expect(kept.rows()).toEqual([["vit_b", 8, 0.125, "vit"]]);
    expect(steps().map((step) => step.rows)).toEqual([2, 1, 1, 1]);
  });
});

describe("selectRows on tagged names", () => {
  it.each([
    ["resnet50d", "ra2_in1k", "resnetd", "in1k"],
    ["resnetv2_50d", "a1h_in1k", "resnetv2", "in1k"],
    ["resnetv2_101x1_bit", "goog_in21k_ft_in1k", "resnetv2_in22", "in21k"],
    ["convnext_tiny", "fb_in22k_ft_in1k_384", "convnext_in22", "in22k"],
    ["convnext_tiny", "in12k_ft_in1k", "convnext_in12", "in12k"],
    ["vit_base_patch16_clip_224", "laion2b_ft_in12k_in1k", "vit_laion2b", "laion2b"],
    ["vit_base_patch16_clip_224", "openai_ft_in1k", "vit_openai", "openai"],
    ["eva_giant_patch14_224", "clip_ft_in1k", "eva_clip", "clip"],
    ["resnext101_32x8d", "fb_wsl_ig1b_ft_in1k", "resnext_ig1b", "ig1b"],
    ["tf_efficientnet_b7", "ns_jft_in1k", "efficientnet_jft", "jft"],
    ["tf_efficientnetv2_s", "in21k_ft_in1k", "efficientnetv2_in22", "in21k"],
    ["mobilenetv3_small_100", "lamb_in1k", "mobilenetv3", "in1k"],
    ["tf_mobilenetv3_large_075", "in1k", "mobilenetv3", "in1k"],
    ["ghostnetv3_100", "in1k", "ghostnetv3", "in1k"],
    ["regnetv_040", "ra3_in1k", "regnetv", "in1k"],
    ["test_vit2", "r160_in1k", "vit", "in1k"],
    ["legacy_seresnext26_32x4d", "in1k", "seresnext", "in1k"],
    ["tiny_vit_5m_224", "in1k", "tiny_vit", "in1k"],
    ["cs3se_edgenet_x", "c2ns_in1k", "cs3se_edgenet", "in1k"],
    ["res2next50", "in1k", "res2next", "in1k"],
    ["res2net50d", "in1k", "res2net", "in1k"],
    ["inception_v3", "tf_in1k", "inception", "in1k"],
    ["nasnetalarge", "tf_in1k", "nasnetalarge", "in1k"],
    ["levit_128", "fb_dist_in1k", "levit", "in1k"],
  ])("%s.%s belongs to %s, pretrained on %s", (arch, tag, family, pretrained) => {
    const { frame } = selectRows(tagged([[arch, tag]]), "infer", "tagged", "all");
    expect(frame.columns).toEqual(["model", "arch", "tag", "infer_samples_per_sec", "secs", "family", "pretrained"]);
    expect(frame.rows()).toEqual([[`${arch}.${tag}`, arch, tag, 4, 0.25, family, pretrained]]);
  });

  it("looks for gn in the architecture, and keeps all families unless asked for the lesson's", () => {
    const frame = tagged([
      ["resnet50_gn", "a1h_in1k"],
      ["swin_tiny", "ms_in1k"],
      ["vit_tiny", "gn"],
      ["beit_base", "in22k_ft_in22k_in1k"],
    ]);
    expect(selectRows(frame, "infer", "tagged", "all").frame.getColumn("arch").toArray()).toEqual([
      "swin_tiny",
      "vit_tiny",
      "beit_base",
    ]);
    expect(selectRows(frame, "infer", "tagged", "lesson").frame.getColumn("arch").toArray()).toEqual([
      "vit_tiny",
      "beit_base",
    ]);
  });
});
