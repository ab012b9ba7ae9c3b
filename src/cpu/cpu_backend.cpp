#include "cpu/cpu_backend.hpp"

#include <algorithm>
#include <utility>

namespace hapmill::cpu {

CpuBackend::CpuBackend(RowPlan const& plan, MatrixSource const& source, Stages const& stages,
                       TaskPool& pool, std::size_t least_slot_count)
    : source_{source},
      stages_{stages},
      pool_{pool},
      // A single thread uses a single slot, whose memory then stays in its cache.
      slots_(std::max(least_slot_count, pool.thread_count() == 1 ? 1 : 2 * pool.thread_count())) {
  for (Slot& slot : slots_) slot.backend = this;
  for (std::size_t worker = 0; worker < pool.thread_count(); ++worker) {
    converters_.push_back(std::make_unique<RowConverter>(plan, stages));
  }
}

CpuBackend::~CpuBackend() {
  for (Slot& slot : slots_) pool_.withdraw(slot);
}

std::string CpuBackend::name() const { return std::string{"cpu ("} + stages_.name + ")"; }

void CpuBackend::submit(std::size_t slot) { pool_.submit(slots_[slot]); }

SiteBatch const& CpuBackend::collect(std::size_t slot) {
  Slot& wanted = slots_[slot];
  pool_.wait(wanted);
  if (wanted.error) std::rethrow_exception(std::exchange(wanted.error, nullptr));
  return wanted.batch;
}

void CpuBackend::convert(Slot& slot, std::size_t worker) noexcept {
  try {
    source_.load(slot.chunk);
    converters_[worker]->convert(slot.chunk, slot.batch);
  } catch (...) {
    slot.error = std::current_exception();
  }
}

}  // namespace hapmill::cpu
