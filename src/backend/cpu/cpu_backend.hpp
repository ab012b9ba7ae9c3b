#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "backend/cpu/row_converter.hpp"
#include "hapmill/backend/backend.hpp"
#include "hapmill/input/matrix_source.hpp"
#include "hapmill/model/row_plan.hpp"

namespace hapmill::cpu {

/// Runs the stages on `thread_count` threads: one less of its own, and the caller's, which
/// converts inside collect() for as long as the slot that it waits for is not done.
class CpuBackend : public Backend {
 public:
  /// Keeps references to `plan`, `source` and `stages`. Throws UsageError if the threads cannot be
  /// started.
  CpuBackend(RowPlan const& plan, MatrixSource const& source, Stages const& stages,
             std::size_t thread_count, std::size_t least_slot_count = 1);
  ~CpuBackend() override;

  std::string name() const override;
  std::size_t slot_count() const override { return slots_.size(); }
  Chunk& chunk(std::size_t slot) override { return slots_[slot].chunk; }
  void submit(std::size_t slot) override;
  SiteBatch const& collect(std::size_t slot) override;

 private:
  struct Slot {
    Chunk chunk;
    SiteBatch batch;
    bool is_done = false;
    std::exception_ptr error;
  };

  void stop_helpers();
  void run_helper(RowConverter& converter);
  void convert(Slot& slot, RowConverter& converter);

  MatrixSource const& source_;
  Stages const& stages_;
  std::vector<Slot> slots_;
  std::vector<std::unique_ptr<RowConverter>> converters_;  ///< [threads], the first is the caller's

  std::mutex mutex_;
  std::condition_variable submitted_;
  std::condition_variable done_;
  std::deque<Slot*> waiting_;
  bool stops_ = false;
  std::vector<std::jthread> helpers_;
};

}  // namespace hapmill::cpu
