#include "hapmill/backend/cuda_backend.hpp"

#include "chunk_converter.cuh"
#include "device_rules.cuh"
#include "slot_memory.cuh"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace hapmill::cu {

namespace {

std::size_t usable_memory(CudaOptions const& options) {
  if (options.device_memory != 0) return options.device_memory;
  std::size_t free_bytes = 0;
  std::size_t total_bytes = 0;
  check(cudaMemGetInfo(&free_bytes, &total_bytes));
  return free_bytes / 5 * 4;
}

/// A chunk in flight, and the thread that carries it through.
class Slot {
 public:
  Slot(RowPlan const& plan, MatrixSource const& source, DeviceRules const& rules,
       SlotSizes const& sizes, CudaOptions const& options)
      : source_{source},
        device_{options.device},
        on_device_{plan, rules, sizes},
        on_cpu_{options.make_cpu_converter()},
        thread_{[this](std::stop_token const& stop) { run(stop); }} {}

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
  Chunk chunk_;
  SiteBatch batch_;
  std::exception_ptr error_;
  DeviceChunkConverter on_device_;
  ChunkConverter on_cpu_;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  State state_ = State::empty;
  std::jthread thread_;  ///< last: ends before what it uses
};

class CudaBackend : public Backend {
 public:
  CudaBackend(RowPlan const& plan, MatrixSource const& source, CudaOptions const& options)
      : name_{select_device(options.device)}, rules_{plan} {
    int multiprocessor_count = 0;
    check(cudaDeviceGetAttribute(&multiprocessor_count, cudaDevAttrMultiProcessorCount,
                                 options.device));
    SlotSizes const sizes = plan_slots(options, plan.column_count(), usable_memory(options),
                                       static_cast<std::uint32_t>(multiprocessor_count));
    for (std::size_t k = 0; k < options.slot_count; ++k) {
      slots_.push_back(std::make_unique<Slot>(plan, source, rules_, sizes, options));
    }
  }

  std::string name() const override { return name_; }
  std::size_t slot_count() const override { return slots_.size(); }
  Chunk& chunk(std::size_t slot) override { return slots_[slot]->chunk(); }
  void submit(std::size_t slot) override { slots_[slot]->submit(); }
  SiteBatch const& collect(std::size_t slot) override { return slots_[slot]->collect(); }

 private:
  static std::string select_device(int device) {
    check(cudaSetDevice(device));
    cudaDeviceProp properties{};
    check(cudaGetDeviceProperties(&properties, device));
    return std::string{"cuda ("} + properties.name + ")";
  }

  std::string name_;
  DeviceRules rules_;
  std::vector<std::unique_ptr<Slot>> slots_;
};

}  // namespace

int device_count() noexcept {
  int count = 0;  // left as it is where there is no driver
  return cudaGetDeviceCount(&count) == cudaSuccess ? count : 0;
}

std::unique_ptr<Backend> make_cuda_backend(RowPlan const& plan, MatrixSource const& source,
                                           CudaOptions const& options) {
  return std::make_unique<CudaBackend>(plan, source, options);
}

}  // namespace hapmill::cu
