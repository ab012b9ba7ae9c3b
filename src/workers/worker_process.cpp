#include "workers/worker_process.hpp"

#include "hapmill/support/errors.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <string_view>

namespace hapmill {

namespace {

[[noreturn]] void fail(int error) {
  throw Error{ExitStatus::device, std::string{"cannot start a worker: "} + std::strerror(error) +
                                      "; take fewer --workers"};
}

/// A list of words as exec takes it; the words stay the caller's.
std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> list;
  for (auto& word : words) list.push_back(word.data());
  list.push_back(nullptr);
  return list;
}

std::vector<std::string> make_environment(WorkerLaunch const& launch) {
  std::vector<std::string> variables;
  for (char** variable = ::environ; *variable != nullptr; ++variable) {
    std::string_view const text = *variable;
    bool is_set = false;
    for (auto const& [name, value] : launch.environment) {
      is_set = is_set || (text.starts_with(name) && text.substr(name.size()).starts_with('='));
    }
    if (!is_set) variables.emplace_back(text);
  }
  for (auto const& [name, value] : launch.environment) {
    std::string variable = name;
    variable += '=';
    variables.push_back(variable += value);
  }
  return variables;
}

struct Start {
  char const* program;
  char* const* arguments;
  char* const* environment;
  pid_t parent;
  int nothing;  ///< an open /dev/null
  int stream;   ///< to be its standard error
  sigset_t const* blocked_signals;
};

void close_other_files() {
  if (::close_range(STDERR_FILENO + 1, UINT_MAX, 0) == 0) return;
  // Before Linux 5.9. Our own files close themselves; these are what our caller left open.
  for (int file = STDERR_FILENO + 1; file < 1024; ++file) ::close(file);
}

/// In the child: only calls that are safe after a fork.
[[noreturn]] void become(Start const& start) {
  // Whoever has lost its parent before it asked for the signal gets none.
  bool const has_parent = ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && ::getppid() == start.parent;
  if (has_parent && ::dup2(start.nothing, STDIN_FILENO) >= 0 &&
      ::dup2(start.nothing, STDOUT_FILENO) >= 0 && ::dup2(start.stream, STDERR_FILENO) >= 0) {
    close_other_files();
    ::sigprocmask(SIG_SETMASK, start.blocked_signals, nullptr);
    ::execve(start.program, start.arguments, start.environment);
    std::string_view const words = "hapmill: error: a worker cannot be started\n";
    static_cast<void>(!::write(STDERR_FILENO, words.data(), words.size()));
  }
  ::_exit(127);
}

}  // namespace

WorkerProcess::WorkerProcess(WorkerLaunch const& launch, sigset_t const& blocked_signals) {
  std::vector<std::string> arguments{"hapmill"};
  arguments.insert(arguments.end(), launch.arguments.begin(), launch.arguments.end());
  auto environment = make_environment(launch);
  auto const argument_list = pointers(arguments);
  auto const variable_list = pointers(environment);
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail(errno);
  stream_ = ends[0];
  ::fcntl(stream_, F_SETFL, O_NONBLOCK);
  int const nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  Start const start{launch.program.c_str(),
                    argument_list.data(),
                    variable_list.data(),
                    ::getpid(),
                    nothing,
                    ends[1],
                    &blocked_signals};
  pid_ = ::fork();
  int const error = errno;
  if (pid_ == 0) become(start);
  ::close(ends[1]);
  ::close(nothing);
  if (pid_ >= 0) return;
  ::close(stream_);
  fail(error);
}

WorkerProcess::~WorkerProcess() {
  kill();
  wait();
  ::close(stream_);
}

bool WorkerProcess::read(std::string& text) const {
  std::array<char, 4096> part{};
  while (true) {
    ssize_t const got = ::read(stream_, part.data(), part.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno == EAGAIN;
    if (got == 0) return false;
    text.append(part.data(), static_cast<std::size_t>(got));
  }
}

void WorkerProcess::kill() const {
  if (pid_ > 0) ::kill(pid_, SIGKILL);
}

WorkerEnd WorkerProcess::wait() {
  WorkerEnd end;
  if (pid_ <= 0) return end;
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  if (WIFEXITED(status)) end.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
  return end;
}

}  // namespace hapmill
