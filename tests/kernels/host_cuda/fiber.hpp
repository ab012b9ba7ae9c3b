#pragma once

#include <cstddef>
#include <memory>

namespace host_cuda {

/// A function that runs on a stack of its own, entered and left with switch_to(). On the host, each
/// CUDA thread is a fiber.
///
/// ThreadSanitizer does not regard a switch as synchronisation, so it reports a race between two
/// fibers unless a barrier orders them. Fibers are kept from launch to launch, because making one
/// is slow.
class Fiber {
 public:
  /// Makes the fiber that represents the calling OS thread.
  Fiber();
  ~Fiber();
  Fiber(Fiber const&) = delete;
  Fiber& operator=(Fiber const&) = delete;

  /// Makes the next switch to this fiber start `entry` on an empty stack. The old stack is lost.
  void prepare(void (*entry)());
  /// Switches from this fiber, which is running, to another. If it `ends`, it is not entered again
  /// before prepare().
  void switch_to(Fiber& other, bool ends = false);
  /// Must be called first in an entry function, with the fiber that switched to it.
  static void begin_entry(Fiber& left);
  /// Registers the fiber with ThreadSanitizer in place of the calling OS thread.
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
