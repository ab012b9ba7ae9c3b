#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "cpu/row_converter.hpp"
#include "hapmill/backend/backend.hpp"
#include "hapmill/backend/matrix_source.hpp"
#include "hapmill/model/row_plan.hpp"
#include "support/task_pool.hpp"

namespace hapmill::cpu {

/// Runs the stages on the CPU, as tasks of a pool, one task per chunk.
class CpuBackend : public Backend {
 public:
  /// Keeps references to all of its arguments except the last. The number of slots depends on the
  /// pool's threads and is at least `least_slot_count`.
  CpuBackend(RowPlan const& plan, MatrixSource const& source, Stages const& stages, TaskPool& pool,
             std::size_t least_slot_count = 1);
  ~CpuBackend() override;

  std::string name() const override;
  std::size_t slot_count() const override { return slots_.size(); }
  Chunk& chunk(std::size_t slot) override { return slots_[slot].chunk; }
  void submit(std::size_t slot) override;
  SiteBatch const& collect(std::size_t slot) override;

 private:
  struct Slot final : Task {
    void run(std::size_t worker) noexcept override { backend->convert(*this, worker); }

    CpuBackend* backend = nullptr;
    Chunk chunk;
    SiteBatch batch;
    std::exception_ptr error;
  };

  void convert(Slot& slot, std::size_t worker) noexcept;

  MatrixSource const& source_;
  Stages const& stages_;
  TaskPool& pool_;
  std::vector<Slot> slots_;
  std::vector<std::unique_ptr<RowConverter>> converters_;  ///< [threads of the pool]
};

}  // namespace hapmill::cpu
