#include "support/task_pool.hpp"

#include <fmt/format.h>

#include <cassert>
#include <system_error>

#include "hapmill/support/errors.hpp"

namespace hapmill {

TaskPool::TaskPool(std::size_t thread_count) : kept_{thread_count} {
  try {
    for (std::size_t worker = 1; worker < thread_count; ++worker) {
      helpers_.emplace_back([this, worker] { run_helper(worker); });
    }
  } catch (std::system_error const& error) {
    stop_helpers();  // the destructor of the member joins them
    throw UsageError{
        fmt::format("cannot start {} threads ({}); choose a smaller number with --threads",
                    thread_count, error.code().message())};
  }
}

TaskPool::~TaskPool() {
  assert(first_ == nullptr);
  stop_helpers();
}

void TaskPool::stop_helpers() {
  {
    std::lock_guard const lock{mutex_};
    stops_ = true;
  }
  submitted_.notify_all();
}

void TaskPool::keep_threads(std::size_t thread_count) {
  if (thread_count >= this->thread_count()) return;
  {
    std::lock_guard const lock{mutex_};
    kept_ = thread_count;
  }
  submitted_.notify_all();
  helpers_.resize(thread_count - 1);  // joins them
  submitted_.notify_all();            // the helpers that they kept from a task
}

void TaskPool::submit(Task& task) {
  {
    std::lock_guard const lock{mutex_};
    assert(task.state_ == Task::State::idle);
    task.state_ = Task::State::waiting;
    task.next_ = nullptr;
    (first_ == nullptr ? first_ : last_->next_) = &task;
    last_ = &task;
  }
  submitted_.notify_one();
}

void TaskPool::wait(Task& task) {
  std::unique_lock lock{mutex_};
  while (task.state_ != Task::State::idle) {
    if (Task* const next = find_for_caller(task)) {
      run(*next, lock, 0);
    } else {
      done_.wait(lock);
    }
  }
}

void TaskPool::withdraw(Task& task) {
  std::unique_lock lock{mutex_};
  if (task.state_ == Task::State::waiting) {
    take_out(task);
    task.state_ = Task::State::idle;
  }
  done_.wait(lock, [&task] { return task.state_ == Task::State::idle; });
}

void TaskPool::run_helper(std::size_t worker) {
  std::unique_lock lock{mutex_};
  while (true) {
    submitted_.wait(lock, [&] { return stops_ || worker >= kept_ || first_ != nullptr; });
    if (stops_ || worker >= kept_) return;
    run(*first_, lock, worker);
  }
}

/// Returns the first task of the queue that worker 0 may run while it waits for `wanted`; null if
/// there is none.
Task* TaskPool::find_for_caller(Task const& wanted) const {
  Task* task = first_;
  while (task != nullptr && task != &wanted && task->may_wait()) task = task->next_;
  return task;
}

/// Removes a task from the queue.
void TaskPool::take_out(Task& task) {
  Task* before = nullptr;
  for (Task* other = first_; other != &task; other = other->next_) before = other;
  (before == nullptr ? first_ : before->next_) = task.next_;
  if (last_ == &task) last_ = before;
}

/// Runs a task of the queue, without the lock. After the task is idle again, nothing may use it.
void TaskPool::run(Task& task, std::unique_lock<std::mutex>& lock, std::size_t worker) {
  take_out(task);
  task.state_ = Task::State::running;
  lock.unlock();
  task.run(worker);
  lock.lock();
  task.state_ = Task::State::idle;
  done_.notify_all();
}

}  // namespace hapmill
