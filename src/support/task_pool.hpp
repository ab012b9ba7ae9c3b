#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

namespace hapmill {

/// A piece of work for a TaskPool.
///
/// The submitter owns the task and must not move it. It may submit the task again after it is done,
/// and destroys it only after wait() or withdraw() has returned.
class Task {
 public:
  Task() = default;
  Task(Task const&) = delete;
  Task& operator=(Task const&) = delete;
  virtual ~Task() = default;

  /// Does the work. Called once per submit(), with the number of the worker, which is 0 for the
  /// thread that calls wait() and below thread_count for all. Two tasks never run as the same
  /// worker at the same time. The task itself stores errors.
  virtual void run(std::size_t worker) noexcept = 0;
  /// Whether run() may block, for example at a pipe. Worker 0 runs such a task only if it waits for
  /// exactly this task, so that no other task has to wait.
  virtual bool may_wait() const { return false; }

 private:
  friend class TaskPool;
  enum class State { idle, waiting, running };
  State state_ = State::idle;
  Task* next_ = nullptr;
};

/// Runs tasks in submission order on `thread_count` threads. The pool owns one thread fewer: the
/// thread that calls wait() runs tasks too, until the task it waits for is done. submit() does not
/// allocate.
///
/// One thread calls submit(), wait() and withdraw(); tasks must not.
class TaskPool {
 public:
  /// Starts the threads. Throws UsageError if that fails.
  explicit TaskPool(std::size_t thread_count);
  ~TaskPool();
  TaskPool(TaskPool const&) = delete;
  TaskPool& operator=(TaskPool const&) = delete;

  std::size_t thread_count() const { return helpers_.size() + 1; }

  /// Reduces the number of threads to `thread_count`. Tasks that already run are completed.
  void keep_threads(std::size_t thread_count);

  /// Adds a task to the end of the queue.
  void submit(Task& task);
  /// Returns when the task is done; runs tasks in the meantime.
  void wait(Task& task);
  /// Removes a task from the queue. If the task is already running, waits for its end.
  void withdraw(Task& task);

 private:
  void stop_helpers();
  void run_helper(std::size_t worker);
  Task* find_for_caller(Task const& wanted) const;
  void take_out(Task& task);
  void run(Task& task, std::unique_lock<std::mutex>& lock, std::size_t worker);

  std::mutex mutex_;
  std::condition_variable submitted_;
  std::condition_variable done_;
  Task* first_ = nullptr;  ///< first task of the queue
  Task* last_ = nullptr;   ///< last task of the queue, if first_ is not null
  bool stops_ = false;
  std::size_t kept_;  ///< number of threads; workers from this number on end
  std::vector<std::jthread> helpers_;
};

}  // namespace hapmill
