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
#include "options/machine_plan.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// Whether the device, with the time that it takes to start, converts this many bytes sooner than
/// the CPU.
bool device_pays(cu::DeviceCosts const& costs, std::uint64_t input_bytes, std::size_t thread_count);

/// Chooses what converts the rows: as --device says, under `auto` by the machine and the size of
/// the matrix.
class BackendChoice {
 public:
  /// Prints a sentence for the user while the conversion goes on.
  using Tell = std::function<void(std::string const& words)>;

  /// Keeps references to all. Throws UsageError, and DeviceError for a device that --device names
  /// and that cannot be used.
  BackendChoice(MachinePlan const& machine, cpu::Stages const& stages, TaskPool& pool);

  /// Bytes of a chunk on the CPU.
  std::size_t cpu_chunk_bytes() const { return cpu_chunk_bytes_; }
  void set_cpu_chunk_bytes(std::size_t bytes) { cpu_chunk_bytes_ = bytes; }

  /// Makes the backend and sets the chunk size of the source for it. `input_bytes` is 0 where the
  /// size is not known. If a device fails, now or later, the CPU goes on and `tell` says so under
  /// `auto`; else a DeviceError is thrown. Keeps references to `plan` and `source`.
  std::unique_ptr<Backend> make_backend(RowPlan const& plan, MatrixSource& source,
                                        std::uint64_t input_bytes, Tell const& tell) const;

 private:
  bool exceeds_memory() const;
  bool takes_device(std::uint64_t input_bytes) const;
  std::unique_ptr<Backend> make_cpu_backend(RowPlan const& plan, MatrixSource& source,
                                            std::size_t least_slot_count) const;
  std::unique_ptr<Backend> make_device_backend(RowPlan const& plan, MatrixSource& source,
                                               std::uint64_t input_bytes) const;

  MachinePlan const& machine_;
  cpu::Stages const& stages_;
  TaskPool& pool_;
  std::size_t cpu_chunk_bytes_;
};

}  // namespace hapmill
