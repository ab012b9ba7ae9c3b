#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "hapmill/backend/backend.hpp"
#include "hapmill/backend/matrix_source.hpp"
#include "hapmill/model/row_plan.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill::cu {

/// A CUDA call failed: there is no device or no memory, or the device was lost.
struct DeviceError : Error {
  explicit DeviceError(std::string const& what) : Error{ExitStatus::device, what} {}
};

/// Converts a loaded chunk on the CPU into the batch. Called by one thread at a time.
using ChunkConverter = std::function<void(Chunk const&, SiteBatch&)>;

/// The options of make_cuda_backend().
struct CudaOptions {
  int device = 0;  ///< number of the CUDA device
  std::size_t slot_count = 4;
  /// Bytes of text that a slot has room for; larger chunks are converted on the CPU. It is reduced
  /// if the device's memory does not hold the slots.
  std::size_t text_bytes = 36U << 20;
  /// Bytes of records that a slot formats at once; 0 derives them from text_bytes. More records are
  /// formatted in several steps; a chunk with one record larger than this is converted on the CPU.
  std::size_t output_bytes = 0;
  /// The most device memory to use, in bytes; 0 for four fifths of the free memory, which is never
  /// exceeded.
  std::size_t device_memory = 0;
  /// Makes a converter for chunks that do not fit into a slot. One thread calls it, once per slot.
  std::function<ChunkConverter()> make_cpu_converter;
};

/// A backend on a CUDA device.
///
/// The text of its chunks and the records of its batches lie in pinned memory, which saves a copy
/// of each; neither may be moved out of its slot.
class CudaBackend : public Backend {
 public:
  /// The preferred chunk size, in bytes: the largest that fits into a slot together with the rest
  /// of its last row.
  virtual std::size_t chunk_bytes() const = 0;
};

/// Makes the backend that runs the stages on a CUDA device. It keeps references to `plan` and
/// `source`. Throws DeviceError, or UsageError if `device_memory` is too small.
///
/// Each slot has a thread that loads its chunk, starts the kernels and collects the records, so
/// that chunks in different slots are loaded, converted and copied at the same time.
std::unique_ptr<CudaBackend> make_cuda_backend(RowPlan const& plan, MatrixSource const& source,
                                               CudaOptions const& options);

}  // namespace hapmill::cu
