#pragma once

#include <cstddef>
#include <memory>

namespace host_cuda {

/// A stack of its own that runs an entry function, entered and left by switch_to: what a CUDA
/// thread is on the host.
///
/// Switching does not synchronise in ThreadSanitizer's eyes, so that two fibers race unless a
/// barrier orders them. Fibers are kept from launch to launch, since making one is dear.
class Fiber {
 public:
  /// The fiber that is the calling OS thread itself.
  Fiber();
  ~Fiber();
  Fiber(Fiber const&) = delete;
  Fiber& operator=(Fiber const&) = delete;

  /// The next switch to this fiber begins `entry` on an empty stack. What stood there is lost.
  void prepare(void (*entry)());
  /// Leaves this fiber, which is the running one, for another. A fiber that `ends` is not entered
  /// again before prepare.
  void switch_to(Fiber& other, bool ends = false);
  /// To be called first thing inside an entry function, with the fiber that was left for it.
  static void begin_entry(Fiber& left);
  /// Takes the calling OS thread's place in ThreadSanitizer.
  void adopt_thread();

 private:
  static constexpr std::size_t stack_bytes = 128 << 10;

  std::unique_ptr<char[]> stack_;
  void* context_ = nullptr;                           ///< stack pointer, or a ucontext_t
  [[maybe_unused]] void* sanitizer_fiber_ = nullptr;  ///< ThreadSanitizer's
  [[maybe_unused]] void* fake_stack_ = nullptr;       ///< AddressSanitizer's
  void const* stack_bottom_ = nullptr;
  std::size_t stack_size_ = 0;
};

/// Everything done before `release(key)` happens before what follows `acquire(key)`.
void release(void* key);
void acquire(void* key);

}  // namespace host_cuda
