#include "hapmill/backend/cuda_backend.hpp"

#include "chunk_converter.cuh"
#include "device_rules.cuh"
#include "slot_memory.cuh"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace hapmill::cu {

namespace {

std::size_t bytes_of_rules(RowPlan const& plan) {
  return sizeof(RowRules) + plan.samples.size() * sizeof(SampleColumns) + plan.uncounted.size() +
         plan.pi_prefix.size();
}

/// Returns a size in units of 1024, rounded up, as options accept it.
std::string size_text(std::size_t bytes) { return std::to_string((bytes + 1023) / 1024) + "K"; }

/// Returns the bytes of device memory that the slots may use. Throws UsageError or DeviceError if
/// they are too few.
std::size_t slot_memory(RowPlan const& plan, CudaOptions const& options) {
  std::size_t const rules = bytes_of_rules(plan);
  std::size_t const least = rules + least_device_bytes(options, plan.column_count());
  if (options.device_memory != 0 && options.device_memory < least) {
    throw UsageError{"--device-memory is too small: rows of " +
                     std::to_string(plan.column_count()) + " haplotype columns need at least " +
                     size_text(least)};
  }
  std::size_t free_bytes = 0;
  std::size_t total_bytes = 0;
  check(cudaMemGetInfo(&free_bytes, &total_bytes));
  std::size_t const usable = free_bytes / 5 * 4;
  if (usable < least) {
    throw DeviceError{"the device has too little free memory: rows of " +
                      std::to_string(plan.column_count()) + " haplotype columns need at least " +
                      size_text(least) + ", and " + size_text(usable) + " can be used"};
  }
  return (options.device_memory == 0 ? usable : std::min(usable, options.device_memory)) - rules;
}

/// One slot: its chunk, its batch, and the thread that converts one into the other.
class Slot {
 public:
  Slot(RowPlan const& plan, MatrixSource const& source, DeviceRules const& rules,
       SlotSizes const& sizes, CudaOptions const& options)
      : source_{source},
        device_{options.device},
        on_device_{plan, rules, sizes},
        on_cpu_{options.make_cpu_converter()} {
    on_device_.lend_memory(chunk_, batch_);
    thread_ = std::jthread{[this](std::stop_token const& stop) { run(stop); }};
  }

  Chunk& chunk() { return chunk_; }

  void submit() {
    {
      std::lock_guard const lock{mutex_};
      state_ = State::submitted;
    }
    changed_.notify_all();
  }

  SiteBatch const& collect() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return state_ == State::done; });
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
    return batch_;
  }

 private:
  enum class State { empty, submitted, done };

  void run(std::stop_token const& stop) {
    std::unique_lock lock{mutex_};
    while (changed_.wait(lock, stop, [this] { return state_ == State::submitted; })) {
      lock.unlock();
      convert();
      lock.lock();
      state_ = State::done;
      changed_.notify_all();
    }
  }

  void convert() {
    try {
      check(cudaSetDevice(device_));
      source_.load(chunk_);
      if (!on_device_.convert(chunk_, batch_)) on_cpu_(chunk_, batch_);
    } catch (...) {
      error_ = std::current_exception();
    }
  }

  MatrixSource const& source_;
  int device_;
  DeviceChunkConverter on_device_;  ///< owns the memory of the next two members
  Chunk chunk_;
  SiteBatch batch_;
  std::exception_ptr error_;
  ChunkConverter on_cpu_;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  State state_ = State::empty;
  std::jthread thread_;  ///< last, because it uses the members above
};

class SlottedCudaBackend : public CudaBackend {
 public:
  SlottedCudaBackend(RowPlan const& plan, MatrixSource const& source, CudaOptions const& options)
      : name_{select_device(options.device)},
        sizes_{plan_slots(options, plan.column_count(), slot_memory(plan, options),
                          multiprocessor_count(options.device))},
        rules_{plan} {
    for (std::size_t k = 0; k < options.slot_count; ++k) {
      slots_.push_back(std::make_unique<Slot>(plan, source, rules_, sizes_, options));
    }
  }

  std::string name() const override { return name_; }
  std::size_t slot_count() const override { return slots_.size(); }
  Chunk& chunk(std::size_t slot) override { return slots_[slot]->chunk(); }
  void submit(std::size_t slot) override { slots_[slot]->submit(); }
  SiteBatch const& collect(std::size_t slot) override { return slots_[slot]->collect(); }
  std::size_t chunk_bytes() const override { return sizes_.chunk_bytes(); }

 private:
  static std::string select_device(int device) {
    check(cudaSetDevice(device));
    cudaDeviceProp properties{};
    check(cudaGetDeviceProperties(&properties, device));
    return "cuda:" + std::to_string(device) + " (" + properties.name + ")";
  }

  static std::uint32_t multiprocessor_count(int device) {
    int count = 0;
    check(cudaDeviceGetAttribute(&count, cudaDevAttrMultiProcessorCount, device));
    return static_cast<std::uint32_t>(count);
  }

  std::string name_;
  SlotSizes sizes_;
  DeviceRules rules_;
  std::vector<std::unique_ptr<Slot>> slots_;
};

}  // namespace

std::unique_ptr<CudaBackend> make_cuda_backend(RowPlan const& plan, MatrixSource const& source,
                                               CudaOptions const& options) {
  try {
    return std::make_unique<SlottedCudaBackend>(plan, source, options);
  } catch (std::system_error const& error) {
    throw DeviceError{std::string{"cannot start the threads for the device: "} + error.what()};
  }
}

}  // namespace hapmill::cu
