#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "cpu/stages.hpp"
#include "hapmill/backend/backend.hpp"
#include "hapmill/backend/cuda_devices.hpp"
#include "hapmill/backend/matrix_source.hpp"
#include "hapmill/model/row_plan.hpp"
#include "options/convert_options.hpp"
#include "options/planner.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// What `--device` says.
struct DeviceChoice {
  enum class Kind : std::uint8_t { automatic, cpu, cuda };
  Kind kind = Kind::automatic;
  int number = 0;  ///< of the CUDA device
};

/// Throws UsageError.
DeviceChoice parse_device(std::string const& text);

/// Whether a matrix of this size is converted sooner on the device, its start included.
bool device_pays(cu::DeviceCosts const& costs, std::uint64_t input_bytes, std::size_t thread_count);

/// Decides who converts: by --device, and under `auto` by the machine and the size of the matrix.
class BackendChoice {
 public:
  /// Tells the user something, in a sentence, while the conversion goes on.
  using Tell = std::function<void(std::string const& words)>;

  /// Keeps references to all. Throws UsageError, and DeviceError where a device
  /// is asked for by name that cannot be used.
  BackendChoice(ConvertOptions const& options, cpu::Stages const& stages, TaskPool& pool);

  /// Bytes of a chunk on the CPU: as --chunk-size says, or the default.
  std::size_t cpu_chunk_bytes() const { return cpu_chunk_bytes_; }
  void set_cpu_chunk_bytes(std::size_t bytes) { cpu_chunk_bytes_ = bytes; }

  /// Makes the backend, and sets the source's size of chunks for it. `input_bytes` is 0 where the
  /// size is not known. Under `auto` a device that fails, now or on the way, is told of and the CPU
  /// goes on; else it is a DeviceError. Keeps references to `plan` and `source`.
  std::unique_ptr<Backend> make_backend(RowPlan const& plan, MatrixSource& source,
                                        std::uint64_t input_bytes, Tell const& tell) const;

 private:
  bool exceeds_memory() const;
  bool takes_device(std::uint64_t input_bytes) const;
  std::unique_ptr<Backend> make_cpu_backend(RowPlan const& plan, MatrixSource& source,
                                            std::size_t least_slot_count) const;
  std::unique_ptr<Backend> make_device_backend(RowPlan const& plan, MatrixSource& source,
                                               std::uint64_t input_bytes) const;

  ConvertOptions const& options_;
  cpu::Stages const& stages_;
  TaskPool& pool_;
  DeviceChoice device_;
  std::size_t cpu_chunk_bytes_;
};

}  // namespace hapmill
