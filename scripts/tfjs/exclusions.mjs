/** What is not counted, and why: whole files by path, or specs by full name in such files. */
const EXCLUSIONS = [
  { files: /^ops\/(string|ragged)/, reason: "strings and ragged tensors: no such elements in a graph" },
  {
    files: /^ops\/sparse\//,
    reason: "shapes that depend on data (SparseReshape, SparseFillEmptyRows, SparseSegment*)",
  },
  { files: /^ops\/(unique|broadcast_args|setdiff1d_async)_test/, reason: "shapes that depend on data" },
  { files: /^ops\/image\/non_max_suppression/, reason: "shapes that depend on data (NonMaxSuppression)" },
  { files: /^ops\/(spectral\/|ifft_test|complex_ops_test)/, reason: "complex numbers" },
  { files: /^ops\/signal\/stft_test/, reason: "complex numbers" },
  {
    files: /^ops\/multinomial_test/,
    reason: "random numbers made by a kernel; the engine's come from the host",
  },
  {
    files: /^ops\/image\/(crop_and_resize|transform|rotate_with_offset)_test/,
    reason: "warps of images: no ONNX operator",
  },
  { files: /^ops\/dilation2d_test/, reason: "morphological dilation: no ONNX operator" },
  {
    files: /^ops\/(abs|add|arithmetic|clone|concat|ones_like|sub|transpose)_test/,
    specs: /complex/i,
    reason: "complex numbers",
  },
  { files: /^ops\/(add|sub)_test/, specs: /upcasts when dtypes dont match/, reason: "complex numbers" },
  {
    files:
      /^ops\/(clone|concat|(not_|greater_|less_)?equal|greater|less|expand_dims|fill|slice|sparse_to_dense|squeeze|stack|tile|unstack)_test/,
    specs: /string/i,
    reason: "strings",
  },
  {
    files: /^ops\/squeeze_test/,
    specs: /^squeeze (default|specific dimension|all ones|squeeze only ones)$/,
    reason: "strings",
  },
  {
    files: /^ops\/(max|min|arg_max|arg_min|max_pool_with_argmax)_test/,
    specs: /NaNs$/,
    reason: "ONNX leaves open what reductions make of NaN; ONNX Runtime compares as the processor does",
  },
  {
    files: /^ops\/(tan|exp)_test/,
    specs: /exceed float32 precision|exp int32/,
    reason: "the last bit of a float32, which the test wants as TensorFlow.js computes it in float64",
  },
  {
    files: /^ops\/(pool|avg_pool_3d|max_pool_3d)_test/,
    specs: /f=\[1,1\] s=2 p=1|f=\[2,2,2\] s=1 p=2/,
    reason: "windows that see nothing but padding, which ONNX forbids",
  },
  {
    files: /^ops\/avg_pool_test/,
    specs: /gradient .* p=explicit/,
    reason:
      "TensorFlow.js' gradient is not that of what it computes: it divides by the whole window, padding included",
  },
  {
    files: /^ops\/gather_test/,
    specs: /throws when index is out of bound/,
    reason: "indices are looked at when the result is read, not when it is asked for",
  },
  {
    files: /^ops\/conv2d_transpose_test/,
    specs: /input=8x8x8,output=4x4x8/,
    reason: "shapes that contradict each other: padding `same` with stride 1 makes 8 x 8 of 8 x 8",
  },
  {
    files: /^ops\/depthwise_conv2d_test/,
    specs: /gradients throws error on dilations > 1/,
    reason: "the engine does have gradients of dilated convolutions",
  },
];

/** Why a test file is not run, if it is not. */
export const exclusionOfFile = (file) =>
  EXCLUSIONS.find(({ files, specs }) => specs === undefined && files.test(file))?.reason;

/** Why a spec of a file that is run is not counted, if it is not. */
export const exclusionOfSpec = (file, name) =>
  EXCLUSIONS.find(({ files, specs }) => specs?.test(name) && files.test(file))?.reason;
