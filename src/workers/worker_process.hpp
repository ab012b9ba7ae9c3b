#pragma once

#include <sys/types.h>

#include <csignal>
#include <string>
#include <utility>
#include <vector>

namespace hapmill {

/// How a worker is started.
struct WorkerLaunch {
  std::string program = "/proc/self/exe";  ///< this same binary, even if its file is replaced
  std::vector<std::string> arguments;      ///< without the program's name
  /// Set over what is inherited.
  std::vector<std::pair<std::string, std::string>> environment;
};

/// How a worker ended.
struct WorkerEnd {
  int exit_code = -1;  ///< or -1 where a signal ended it
  int signal = 0;      ///< which one
};

/// A running worker. It has the caller's environment and ignored signals, no open file but the
/// standard streams, of which its standard error is a pipe to here, and never outlives this
/// process: the kernel kills it when the thread that made it ends.
class WorkerProcess {
 public:
  /// Starts it with these signals blocked. Throws Error where the machine has no room for one more.
  WorkerProcess(WorkerLaunch const& launch, sigset_t const& blocked_signals);
  /// Kills it if it still runs.
  ~WorkerProcess();
  WorkerProcess(WorkerProcess const&) = delete;
  WorkerProcess& operator=(WorkerProcess const&) = delete;

  pid_t id() const { return pid_; }
  /// The pipe, to wait on.
  int stream() const { return stream_; }
  /// Appends what has arrived; does not wait. @return false at the end, when it can be waited for
  bool read(std::string& text) const;
  void kill() const;
  /// Waits for its end.
  WorkerEnd wait();

 private:
  pid_t pid_ = -1;
  int stream_ = -1;
};

}  // namespace hapmill
