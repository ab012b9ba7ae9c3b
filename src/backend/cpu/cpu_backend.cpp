#include "backend/cpu/cpu_backend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "hapmill/support/errors.hpp"

namespace hapmill::cpu {

CpuBackend::CpuBackend(RowPlan const& plan, MatrixSource const& source, Stages const& stages,
                       std::size_t thread_count, std::size_t least_slot_count)
    : source_{source},
      stages_{stages},
      // One thread works in one slot, whose memory then stays in its cache.
      slots_(std::max(least_slot_count, thread_count == 1 ? 1 : 2 * thread_count)) {
  for (std::size_t k = 0; k < thread_count; ++k) {
    converters_.push_back(std::make_unique<RowConverter>(plan, stages));
  }
  try {
    for (std::size_t k = 1; k < thread_count; ++k) {
      helpers_.emplace_back([this, k] { run_helper(*converters_[k]); });
    }
  } catch (std::system_error const& error) {
    stop_helpers();  // they are joined as members
    throw UsageError{fmt::format("cannot start {} threads ({}): give fewer with --threads",
                                 thread_count, error.code().message())};
  }
}

CpuBackend::~CpuBackend() { stop_helpers(); }

void CpuBackend::stop_helpers() {
  {
    std::lock_guard const lock{mutex_};
    stops_ = true;
    waiting_.clear();
  }
  submitted_.notify_all();
}

std::string CpuBackend::name() const { return std::string{"cpu ("} + stages_.name + ")"; }

void CpuBackend::submit(std::size_t slot) {
  {
    std::lock_guard const lock{mutex_};
    slots_[slot].is_done = false;
    waiting_.push_back(&slots_[slot]);
  }
  submitted_.notify_one();
}

SiteBatch const& CpuBackend::collect(std::size_t slot) {
  Slot& wanted = slots_[slot];
  std::unique_lock lock{mutex_};
  while (!wanted.is_done) {
    if (waiting_.empty()) {
      done_.wait(lock);
      continue;
    }
    Slot* const next = waiting_.front();
    waiting_.pop_front();
    lock.unlock();
    convert(*next, *converters_.front());
    lock.lock();
  }
  if (wanted.error) std::rethrow_exception(std::exchange(wanted.error, nullptr));
  return wanted.batch;
}

void CpuBackend::run_helper(RowConverter& converter) {
  std::unique_lock lock{mutex_};
  while (true) {
    submitted_.wait(lock, [this] { return stops_ || !waiting_.empty(); });
    if (stops_) return;
    Slot* const next = waiting_.front();
    waiting_.pop_front();
    lock.unlock();
    convert(*next, converter);
    lock.lock();
  }
}

void CpuBackend::convert(Slot& slot, RowConverter& converter) {
  try {
    source_.load(slot.chunk);
    converter.convert(slot.chunk, slot.batch);
  } catch (...) {
    slot.error = std::current_exception();
  }
  {
    std::lock_guard const lock{mutex_};
    slot.is_done = true;
  }
  done_.notify_all();
}

}  // namespace hapmill::cpu
