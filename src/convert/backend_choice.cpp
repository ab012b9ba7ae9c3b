#include "convert/backend_choice.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "convert/fallback_backend.hpp"
#include "cpu/cpu_backend.hpp"
#include "hapmill/backend/cuda_backend.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

std::string device_name(int number) { return fmt::format("cuda:{}", number); }

/// Throws DeviceError unless there is a device of this number.
void check_device(DeviceChoice const& device) {
  cu::DeviceCount const devices = cu::count_devices();
  if (device.number < devices.count) return;
  std::string problem = devices.problem;
  if (devices.count == 1) problem = "there is only cuda:0";
  if (devices.count > 1)
    problem = fmt::format("there are only cuda:0 to cuda:{}", devices.count - 1);
  throw cu::DeviceError{fmt::format("--device {}: {}", device.word, problem)};
}

/// The room for a chunk of `chunk_bytes` and the row at its end.
std::size_t slot_text_bytes(std::size_t chunk_bytes, RowPlan const& plan) {
  return chunk_bytes + chunk_bytes / 8 + 4 * std::size_t{plan.column_count()} + 128;
}

}  // namespace

bool device_pays(cu::DeviceCosts const& costs, std::uint64_t input_bytes,
                 std::size_t thread_count) {
  auto const bytes = static_cast<double>(input_bytes);
  double const cpu_rate = costs.cpu_thread_bytes_per_second * static_cast<double>(thread_count);
  return costs.start_seconds + bytes / costs.device_bytes_per_second < bytes / cpu_rate;
}

BackendChoice::BackendChoice(MachinePlan const& machine, cpu::Stages const& stages, TaskPool& pool)
    : machine_{machine}, stages_{stages}, pool_{pool}, cpu_chunk_bytes_{machine.cpu_chunk_bytes()} {
  if (machine.device.kind != DeviceChoice::Kind::cuda) return;
  check_device(machine.device);
  if (exceeds_memory()) {
    throw UsageError{"--device " + machine.device.word +
                     " needs more memory of the host than --max-memory allows: allow more, or make "
                     "chunks smaller with --chunk-size"};
  }
}

std::unique_ptr<Backend> BackendChoice::make_backend(RowPlan const& plan, MatrixSource& source,
                                                     std::uint64_t input_bytes,
                                                     Tell const& tell) const {
  bool const is_automatic = machine_.device.kind == DeviceChoice::Kind::automatic;
  std::string const name = device_name(machine_.device.number);
  if (!takes_device(input_bytes)) return make_cpu_backend(plan, source, 1);
  try {
    auto on_loss = [this, &plan, &source, tell, is_automatic, name](cu::DeviceError const& loss,
                                                                    std::size_t slot_count) {
      if (!is_automatic) {
        throw cu::DeviceError{fmt::format("{} is lost: {}; --device auto would go on with the CPU",
                                          name, loss.what())};
      }
      tell(fmt::format("{} is lost: {}; going on with the CPU", name, loss.what()));
      return make_cpu_backend(plan, source, slot_count);
    };
    return std::make_unique<FallbackBackend>(make_device_backend(plan, source, input_bytes),
                                             on_loss);
  } catch (cu::DeviceError const& error) {
    if (!is_automatic) {
      throw cu::DeviceError{fmt::format("{} cannot be used: {}; --device auto would use the CPU",
                                        name, error.what())};
    }
    tell(fmt::format("{} cannot be used: {}; converting on the CPU", name, error.what()));
  }
  return make_cpu_backend(plan, source, 1);
}

/// Whether pinned memory and CUDA itself are more than --max-memory allows.
bool BackendChoice::exceeds_memory() const {
  if (machine_.max_memory == 0) return false;
  cu::CudaOptions const standard;
  std::size_t const text = machine_.chunk_bytes != 0 ? machine_.chunk_bytes : standard.text_bytes;
  // Each slot has its text, and its records in ranges of up to twice the text.
  return cu::device_costs().host_bytes + standard.slot_count * 3 * text > machine_.max_memory;
}

/// Under `auto`, a machine without a device is normal, and no message is printed.
bool BackendChoice::takes_device(std::uint64_t input_bytes) const {
  if (machine_.device.kind != DeviceChoice::Kind::automatic)
    return machine_.device.kind == DeviceChoice::Kind::cuda;
  // Counting devices starts the driver, which a small matrix does not repay.
  return input_bytes != 0 && !exceeds_memory() &&
         device_pays(cu::device_costs(), input_bytes, pool_.thread_count()) &&
         cu::count_devices().count > 0;
}

std::unique_ptr<Backend> BackendChoice::make_cpu_backend(RowPlan const& plan, MatrixSource& source,
                                                         std::size_t least_slot_count) const {
  source.set_chunk_bytes(cpu_chunk_bytes());
  return std::make_unique<cpu::CpuBackend>(plan, source, stages_, pool_, least_slot_count);
}

std::unique_ptr<Backend> BackendChoice::make_device_backend(RowPlan const& plan,
                                                            MatrixSource& source,
                                                            std::uint64_t input_bytes) const {
  cu::CudaOptions options;
  options.device = machine_.device.number;
  options.device_memory = machine_.device_memory;
  if (machine_.chunk_bytes != 0) {
    options.text_bytes = slot_text_bytes(machine_.chunk_bytes, plan);
  } else if (input_bytes != 0) {
    // A small matrix needs no large slots: each of them gets a share of it.
    std::size_t const share = input_bytes / options.slot_count + 1;
    options.text_bytes = std::min(options.text_bytes,
                                  slot_text_bytes(std::max(share, default_cpu_chunk_bytes), plan));
  }
  options.make_cpu_converter = [&plan, &stages = stages_]() -> cu::ChunkConverter {
    auto converter = std::make_shared<cpu::RowConverter>(plan, stages);
    return [converter](Chunk const& chunk, SiteBatch& batch) { converter->convert(chunk, batch); };
  };
  auto backend = cu::make_cuda_backend(plan, source, options);
  std::size_t const most = backend->chunk_bytes();
  source.set_chunk_bytes(machine_.chunk_bytes != 0 ? std::min(machine_.chunk_bytes, most) : most);
  return backend;
}

}  // namespace hapmill
