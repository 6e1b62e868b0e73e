/** The pinned results sets: timm's tables of July 2022, which the lesson used, and of January 2026. */
export const setNames = ["2022-07", "2026-01"] as const;
/** A pinned results set, by the month of its commit. */
export type SetName = (typeof setNames)[number];

/** A file of timm's results folder, identified by its content. */
export type PinnedFile = { name: string; bytes: number; sha256: string };

/** A results set: a commit of huggingface/pytorch-image-models and the files taken from it. */
export type PinnedSet = { commit: string; files: readonly PinnedFile[] };

export const pinnedSets: Readonly<Record<SetName, PinnedSet>> = {
  "2022-07": {
    commit: "e987e29036507b014bb2aef0bf3b3f5c7bcff273",
    files: [
      {
        name: "benchmark-infer-amp-nhwc-pt111-cu113-rtx3090.csv",
        bytes: 35527,
        sha256: "6b5b489bf7d35a0b37e10aea0d8b4cca03b9f6efc5b33ff3153914e41f8d89a8",
      },
      {
        name: "benchmark-train-amp-nhwc-pt111-cu113-rtx3090.csv",
        bytes: 34660,
        sha256: "5f2736e337d56bd61ad5d45baa8fdb895ae63056bcb8e3a0713c5b264d16e78c",
      },
      {
        name: "results-imagenet.csv",
        bytes: 46006,
        sha256: "9fedcb2ad4f9f4dda893643144e31e00efbae8253c087905b9fc216710ff4813",
      },
    ],
  },
  "2026-01": {
    commit: "aa4b5850c1543fa488abf260f18390eda46cf85d",
    files: [
      {
        name: "benchmark-infer-amp-nchw-pt291-cu128-4090.csv",
        bytes: 97821,
        sha256: "7ef180f30bfcf3271aed993ddff2114c88a83b58e6f7e56acbd76e702e6f3136",
      },
      {
        name: "benchmark-infer-amp-nchw-pt291-cu130-5090.csv",
        bytes: 97996,
        sha256: "6e1260e7fa846cb43cd928c1a5a02ea798fb579ecca7042d099c29ee031f3f2a",
      },
      {
        name: "benchmark-infer-amp-nhwc-pt240-cu124-rtx3090.csv",
        bytes: 83629,
        sha256: "0ee56fb006cad780c5931d314422874777502d408f734273bcac4c74d5e3c67a",
      },
      {
        name: "benchmark-infer-amp-nhwc-pt240-cu124-rtx4090.csv",
        bytes: 82822,
        sha256: "3a7e2b69dc2a51992ac5abdbdb8a7579626dc565e3335a0836db2b84bf3516b2",
      },
      {
        name: "benchmark-infer-fp32-nchw-pt221-cpu-i9_10940x-dynamo.csv",
        bytes: 55575,
        sha256: "60008ad8d57f44303f0a6241fecf8acdba30bb91e533c20e657c53582f899f4b",
      },
      {
        name: "benchmark-infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo.csv",
        bytes: 76170,
        sha256: "d0566bba4da7273d662b89ac8ff8705027c2921b3cb946967fa22ffa8713fd5b",
      },
      {
        name: "benchmark-infer-fp32-nchw-pt240-cpu-i9_10940x-dynamo.csv",
        bytes: 75669,
        sha256: "3491328c13aac76d638ca0bf94c7fcc8a7ba69a32e83612a7b6b3deb1da9c80e",
      },
      {
        name: "benchmark-train-amp-nhwc-pt112-cu113-rtx3090.csv",
        bytes: 38278,
        sha256: "da9ac868a21c2f093981954a5064b080af5d04993610836ccd9609d8b3ff84ba",
      },
      {
        name: "model_metadata-in1k.csv",
        bytes: 12072,
        sha256: "5e221773779c10edb5c6829f7fd52db3f69d8455020cc7e49607175ad4b2ecb7",
      },
      {
        name: "results-imagenet-a.csv",
        bytes: 155354,
        sha256: "89471dcea0cd98b56211e2b808cb6bbf7b3c8bb4fe691ba58fec1f198e3fcf91",
      },
      {
        name: "results-imagenet-r.csv",
        bytes: 156142,
        sha256: "2dcc1f3dea098ffc1080ad04309b11477646f6f25837b041ce6075610f863209",
      },
      {
        name: "results-imagenet-real.csv",
        bytes: 150724,
        sha256: "e94696aed665475e4d0235195733775c5e1b3f36d6f5f7de99f4386e7ed11630",
      },
      {
        name: "results-imagenet.csv",
        bytes: 123104,
        sha256: "30972bf7c7ab451bbd4480ec6116b13d0a84441c57bbc946896fd312264acfcd",
      },
      {
        name: "results-imagenetv2-matched-frequency.csv",
        bytes: 152771,
        sha256: "1d066d8897c40224b14f3cf1d02029c49ebdc56b761ba9a3841bd3bdd3bd0a8e",
      },
      {
        name: "results-sketch.csv",
        bytes: 156199,
        sha256: "f3176de38d4a26aa808b3d0cc1fee4261268d70b2be7c9d43e65cb03b3864f46",
      },
    ],
  },
};
