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

/// A CUDA call failed: no card, no memory, or a card lost on the way.
struct DeviceError : Error {
  explicit DeviceError(std::string const& what) : Error{ExitStatus::device, what} {}
};

/// Converts a loaded chunk on the CPU. Called by one thread at a time.
using ChunkConverter = std::function<void(Chunk const&, SiteBatch&)>;

struct CudaOptions {
  int device = 0;
  std::size_t slot_count = 4;
  /// Bytes of text that a slot takes; chunks of more go to the CPU. Made smaller where the device's
  /// memory does not hold that many slots.
  std::size_t text_bytes = 36U << 20;
  /// Bytes of records that a slot formats at once; 0: by text_bytes. More go out in ranges; a
  /// chunk with one record larger than that goes to the CPU.
  std::size_t output_bytes = 0;
  /// Most device memory to take; 0: four fifths of what is free, which is the limit in any case.
  std::size_t device_memory = 0;
  /// Makes a converter for chunks that do not fit; called once a slot, all by one thread.
  std::function<ChunkConverter()> make_cpu_converter;
};

/// A backend on a CUDA device.
///
/// The text of its chunks and the records of its batches lie in pinned memory, so that both are
/// copied once less; neither may be moved out of its slot.
class CudaBackend : public Backend {
 public:
  /// How large the source's chunks had better be: as large as fits a slot with the row at its end.
  virtual std::size_t chunk_bytes() const = 0;
};

/// Makes the backend that runs the stages on a CUDA device. Keeps references to `plan` and
/// `source`. Throws DeviceError, and UsageError where `device_memory` is too little.
///
/// Each slot has a thread that loads its chunk, feeds the device and gathers the records, so
/// chunks in different slots are loaded, converted and copied at the same time.
std::unique_ptr<CudaBackend> make_cuda_backend(RowPlan const& plan, MatrixSource const& source,
                                               CudaOptions const& options);

}  // namespace hapmill::cu
