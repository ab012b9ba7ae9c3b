#include "grid.hpp"

#include "fiber.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <numeric>
#include <random>
#include <string>
#include <vector>

thread_local uint3 threadIdx{};
thread_local uint3 blockIdx{};
thread_local dim3 blockDim{};
thread_local dim3 gridDim{};

namespace host_cuda {

namespace {

constexpr unsigned most_threads = 1024;

/// A barrier of threads. A generation ends when all expected threads have arrived.
struct Barrier {
  unsigned arrived = 0;
  std::uint64_t generation = 0;
  unsigned mask = 0;  ///< the expected lanes, in a barrier of a warp
  int sum = 0;        ///< sum of the values so far, in a barrier of a block
  int result = 0;
  Place place{};
  std::uint64_t values[2][warp_lanes] = {};  ///< [parity of the generation]
  char memory_order = 0;                     ///< its address is ThreadSanitizer's key

  void open() {
    result = sum;
    sum = 0;
    arrived = 0;
    ++generation;
  }
};

struct Thread {
  Fiber fiber;
  uint3 index{};
  bool is_done = true;
  Barrier* waits_on = nullptr;
  std::uint64_t generation = 0;  ///< generation of the barrier when the thread started to wait

  bool can_run() const {
    return !is_done && (waits_on == nullptr || waits_on->generation != generation);
  }
};

struct Block {
  std::function<void()> const* kernel = nullptr;
  Fiber* scheduler = nullptr;
  unsigned thread_count = 0;
  unsigned alive_count = 0;
  Barrier barrier;
  /// One barrier per lane of each warp. Lanes that wait together use the barrier of their lowest
  /// lane.
  std::vector<Barrier> warp_barriers;
  std::unique_ptr<char[]> dynamic_shared;
  std::exception_ptr error;
  char begins = 0;  ///< keys for ThreadSanitizer
  char ends = 0;
};

thread_local std::deque<Thread> threads;  // kept from launch to launch
thread_local Block* running_block = nullptr;
thread_local unsigned running = 0;  // index in `threads`

std::string text(Place place) { return std::string{place.file} + ":" + std::to_string(place.line); }

bool same(Place a, Place b) { return a.line == b.line && std::strcmp(a.file, b.file) == 0; }

void wait_on(Barrier& barrier) {
  Thread& thread = threads[running];
  thread.waits_on = &barrier;
  thread.generation = barrier.generation;
  release(&running_block->ends);  // in case that it is never entered again
  thread.fiber.switch_to(*running_block->scheduler);
  thread.waits_on = nullptr;
}

void run_thread() {
  Block& block = *running_block;
  Fiber::begin_entry(*block.scheduler);
  acquire(&block.begins);
  try {
    (*block.kernel)();
  } catch (...) {
    if (!block.error) block.error = std::current_exception();
  }
  release(&block.ends);
  Thread& thread = threads[running];
  thread.is_done = true;
  --block.alive_count;
  // An exited thread counts as arrived.
  if (block.alive_count != 0 && block.barrier.arrived == block.alive_count) block.barrier.open();
  thread.fiber.switch_to(*block.scheduler, true);
  std::abort();
}

std::string describe_deadlock(Block const& block) {
  unsigned at_block = 0;
  unsigned at_warp = 0;
  std::string places;
  for (unsigned i = 0; i < block.thread_count; ++i) {
    Thread const& thread = threads[i];
    if (thread.is_done) continue;
    ++(thread.waits_on == &block.barrier ? at_block : at_warp);
    std::string const place = text(thread.waits_on->place);
    if (places.find(place) == std::string::npos) places += ", " + place;
  }
  return "deadlock: " + std::to_string(at_block) + " threads at a block barrier, " +
         std::to_string(at_warp) + " at a warp's, " +
         std::to_string(block.thread_count - block.alive_count) + " exited" + places;
}

/// Enters each thread that can run, once. Returns false if no thread could run.
bool run_round(Block& block, std::vector<unsigned> const& order) {
  bool progressed = false;
  for (unsigned const i : order) {
    if (!threads[i].can_run()) continue;
    progressed = true;
    running = i;
    threadIdx = threads[i].index;
    block.scheduler->switch_to(threads[i].fiber);
    if (block.error) break;
  }
  return progressed;
}

void run_block(Block& block, std::vector<unsigned>& order, std::mt19937_64& random) {
  block.alive_count = block.thread_count;
  block.barrier.arrived = 0;
  block.barrier.sum = 0;
  for (Barrier& barrier : block.warp_barriers) barrier.arrived = 0;
  for (unsigned i = 0; i < block.thread_count; ++i) {
    threads[i].is_done = false;
    threads[i].waits_on = nullptr;
    threads[i].fiber.prepare(&run_thread);
  }
  while (block.alive_count != 0 && !block.error) {
    if (grid_settings().seed != 0) std::shuffle(order.begin(), order.end(), random);
    if (!run_round(block, order) && !block.error) {
      block.error = std::make_exception_ptr(KernelError{describe_deadlock(block)});
    }
  }
}

void begin_launch(Block& block, dim3 block_size, std::size_t dynamic_shared_bytes) {
  block.thread_count = block_size.x * block_size.y * block_size.z;
  if (threads.size() < block.thread_count) threads.resize(block.thread_count);
  for (unsigned i = 0; i < block.thread_count; ++i) {
    threads[i].index = {i % block_size.x, i / block_size.x % block_size.y,
                        i / (block_size.x * block_size.y)};
  }
  unsigned const warp_count = (block.thread_count + warp_lanes - 1) / warp_lanes;
  block.warp_barriers.resize(std::size_t{warp_count} * warp_lanes);
  block.dynamic_shared = std::make_unique_for_overwrite<char[]>(dynamic_shared_bytes);
  std::memset(block.dynamic_shared.get(), 0xA5, dynamic_shared_bytes);
}

}  // namespace

GridSettings& grid_settings() {
  static GridSettings settings;
  return settings;
}

void run_grid(std::function<void()> const& kernel, dim3 grid, dim3 block_size,
              std::size_t dynamic_shared_bytes) {
  std::uint64_t const threads_of_block = std::uint64_t{block_size.x} * block_size.y * block_size.z;
  std::uint64_t const block_count = std::uint64_t{grid.x} * grid.y * grid.z;
  if (threads_of_block == 0 || threads_of_block > most_threads || block_count == 0) {
    throw KernelError{"invalid launch configuration"};
  }
  // Shared memory is static here, so one grid runs at a time.
  static std::mutex one_grid;
  std::lock_guard const lock{one_grid};

  Block block;
  block.kernel = &kernel;
  begin_launch(block, block_size, dynamic_shared_bytes);
  Fiber scheduler;
  scheduler.adopt_thread();
  block.scheduler = &scheduler;
  running_block = &block;
  blockDim = block_size;
  gridDim = grid;

  std::mt19937_64 random{grid_settings().seed};
  std::vector<unsigned> order(block.thread_count);
  std::iota(order.begin(), order.end(), 0U);
  std::vector<std::uint64_t> blocks(block_count);
  std::iota(blocks.begin(), blocks.end(), std::uint64_t{0});
  if (grid_settings().seed != 0) std::shuffle(blocks.begin(), blocks.end(), random);

  release(&block.begins);
  for (std::uint64_t const k : blocks) {
    blockIdx = {static_cast<unsigned>(k % grid.x), static_cast<unsigned>(k / grid.x % grid.y),
                static_cast<unsigned>(k / grid.x / grid.y)};
    run_block(block, order, random);
    if (block.error) break;
    if (grid_settings().blocks_are_ordered) {
      acquire(&block.ends);
      release(&block.begins);
    }
  }
  acquire(&block.ends);
  running_block = nullptr;
  if (block.error) std::rethrow_exception(block.error);
}

int block_barrier(int value, Place place) {
  Block& block = *running_block;
  Barrier& barrier = block.barrier;
  release(&barrier.memory_order);
  if (barrier.arrived != 0 && !same(barrier.place, place)) {
    throw KernelError{"divergent block barrier: " + text(barrier.place) + " and " + text(place)};
  }
  barrier.place = place;
  barrier.sum += value;
  if (++barrier.arrived == block.alive_count) {
    barrier.open();
  } else {
    wait_on(barrier);
  }
  acquire(&barrier.memory_order);
  return barrier.result;
}

unsigned lane_in_warp() { return running % warp_lanes; }

void warp_exchange(unsigned mask, std::uint64_t value, bool orders_memory,
                   std::uint64_t (&values)[warp_lanes], Place place) {
  Block& block = *running_block;
  unsigned const lane = lane_in_warp();
  unsigned const warp_begin = running - lane;
  if ((mask >> lane & 1U) == 0) {
    throw KernelError{"a lane is not in its own mask at " + text(place)};
  }
  for (unsigned left = mask; left != 0; left &= left - 1) {
    unsigned const other = warp_begin + static_cast<unsigned>(__builtin_ctz(left));
    if (other >= block.thread_count || threads[other].is_done) {
      throw KernelError{"the mask names an exited or absent lane at " + text(place)};
    }
  }
  Barrier& barrier = block.warp_barriers[warp_begin + static_cast<unsigned>(__builtin_ctz(mask))];
  if (barrier.arrived != 0 && barrier.mask != mask) {
    throw KernelError{"lanes disagree on the mask: " + text(barrier.place) + " and " + text(place)};
  }
  if (barrier.arrived != 0 && !same(barrier.place, place)) {
    throw KernelError{"divergent warp function: " + text(barrier.place) + " and " + text(place)};
  }
  barrier.mask = mask;
  barrier.place = place;
  auto& slot = barrier.values[barrier.generation & 1U];
  slot[lane] = value;
  if (orders_memory) release(&barrier.memory_order);
  if (++barrier.arrived == static_cast<unsigned>(__builtin_popcount(mask))) {
    barrier.open();
  } else {
    wait_on(barrier);
  }
  if (orders_memory) acquire(&barrier.memory_order);
  std::copy(std::begin(slot), std::end(slot), std::begin(values));
}

void* dynamic_shared_memory() { return running_block->dynamic_shared.get(); }

}  // namespace host_cuda
