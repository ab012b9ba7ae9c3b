#include "fiber.hpp"

#include <cstdint>

#if !defined(__x86_64__)
#include <ucontext.h>
#endif
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
// Defined if the rest of the program is built with -fsanitize=thread. This file never is, because
// it would be reported to race with itself.
#if defined(HOST_CUDA_TSAN)
#include <sanitizer/tsan_interface.h>
#endif

namespace host_cuda {

#if defined(__x86_64__)
namespace {

// Saves the registers that a callee must preserve, and changes the stack. swapcontext would also
// set the signal mask, with a system call per switch.
extern "C" void host_cuda_switch_stack(void** from, void* to);
asm(R"(
.text
.local host_cuda_switch_stack
.type host_cuda_switch_stack, @function
host_cuda_switch_stack:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size host_cuda_switch_stack, . - host_cuda_switch_stack
)");

constexpr int kept_registers = 6;

}  // namespace
#endif

Fiber::Fiber() = default;

Fiber::~Fiber() {
#if defined(HOST_CUDA_TSAN)
  if (stack_ && sanitizer_fiber_ != nullptr) __tsan_destroy_fiber(sanitizer_fiber_);
#endif
#if !defined(__x86_64__)
  delete static_cast<ucontext_t*>(context_);
#endif
}

void Fiber::adopt_thread() {
#if defined(HOST_CUDA_TSAN)
  sanitizer_fiber_ = __tsan_get_current_fiber();
#endif
}

void Fiber::prepare(void (*entry)()) {
  if (!stack_) stack_ = std::make_unique_for_overwrite<char[]>(stack_bytes);
#if defined(__SANITIZE_ADDRESS__)
  __asan_unpoison_memory_region(stack_.get(), stack_bytes);
#endif
#if defined(HOST_CUDA_TSAN)
  if (sanitizer_fiber_ == nullptr) sanitizer_fiber_ = __tsan_create_fiber(0);
#endif
  stack_bottom_ = stack_.get();
  stack_size_ = stack_bytes;
  fake_stack_ = nullptr;
#if defined(__x86_64__)
  auto const top =
      (reinterpret_cast<std::uintptr_t>(stack_.get()) + stack_bytes) & ~std::uintptr_t{15};
  auto* place = reinterpret_cast<void**>(top);
  *--place = nullptr;  // the entry function's return address: it never returns
  *--place = reinterpret_cast<void*>(entry);
  for (int i = 0; i < kept_registers; ++i) *--place = nullptr;
  context_ = place;
#else
  if (context_ == nullptr) context_ = new ucontext_t;
  auto* const context = static_cast<ucontext_t*>(context_);
  getcontext(context);
  context->uc_stack.ss_sp = stack_.get();
  context->uc_stack.ss_size = stack_bytes;
  context->uc_link = nullptr;
  makecontext(context, entry, 0);
#endif
}

void Fiber::switch_to(Fiber& other, [[maybe_unused]] bool ends) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(ends ? nullptr : &fake_stack_, other.stack_bottom_,
                                 other.stack_size_);
#endif
#if defined(HOST_CUDA_TSAN)
  __tsan_switch_to_fiber(other.sanitizer_fiber_, __tsan_switch_to_fiber_no_sync);
#endif
#if defined(__x86_64__)
  host_cuda_switch_stack(&context_, other.context_);
#else
  if (context_ == nullptr) context_ = new ucontext_t;
  swapcontext(static_cast<ucontext_t*>(context_), static_cast<ucontext_t*>(other.context_));
#endif
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(fake_stack_, nullptr, nullptr);
#endif
}

void Fiber::begin_entry([[maybe_unused]] Fiber& left) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(nullptr, &left.stack_bottom_, &left.stack_size_);
#endif
}

void release([[maybe_unused]] void* key) {
#if defined(HOST_CUDA_TSAN)
  __tsan_release(key);
#endif
}

void acquire([[maybe_unused]] void* key) {
#if defined(HOST_CUDA_TSAN)
  __tsan_acquire(key);
#endif
}

}  // namespace host_cuda
