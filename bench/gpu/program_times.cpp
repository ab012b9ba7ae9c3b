#include "bench/gpu/program_times.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <stdexcept>

extern char** environ;

namespace hapmill::bench {

namespace {

std::string joined(std::vector<std::string> const& command) {
  std::string text;
  for (auto const& word : command) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// The file actions of a program to start. Frees them at the end.
class Descriptors {
 public:
  Descriptors() { posix_spawn_file_actions_init(&actions_); }
  Descriptors(Descriptors const&) = delete;
  Descriptors& operator=(Descriptors const&) = delete;
  ~Descriptors() { posix_spawn_file_actions_destroy(&actions_); }

  void open_null(int descriptor, int flags) {
    posix_spawn_file_actions_addopen(&actions_, descriptor, "/dev/null", flags, 0);
  }
  void put(int from, int descriptor) {
    posix_spawn_file_actions_adddup2(&actions_, from, descriptor);
  }
  posix_spawn_file_actions_t const* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

pid_t start(std::vector<std::string> const& command, Descriptors const& descriptors) {
  std::vector<char*> words;
  for (auto const& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  pid_t child = 0;
  int const error =
      posix_spawn(&child, words[0], descriptors.get(), nullptr, words.data(), environ);
  if (error != 0) {
    throw std::runtime_error{"cannot start " + command[0] + ": " + std::strerror(error)};
  }
  return child;
}

void wait_for(pid_t child, std::vector<std::string> const& command) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  std::string const how = WIFEXITED(status)
                              ? "ended with exit code " + std::to_string(WEXITSTATUS(status))
                              : "was ended by signal " + std::to_string(WTERMSIG(status));
  throw std::runtime_error{joined(command) + " " + how};
}

}  // namespace

Spread measure_program(std::vector<std::string> const& command, int runs) {
  Descriptors descriptors;
  descriptors.open_null(STDIN_FILENO, O_RDONLY);
  descriptors.open_null(STDOUT_FILENO, O_WRONLY);
  std::vector<double> seconds;
  for (int run = -1; run < runs; ++run) {
    auto const begin = std::chrono::steady_clock::now();
    wait_for(start(command, descriptors), command);
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - begin;
    if (run >= 0) seconds.push_back(took.count());
  }
  return spread_of(seconds);
}

std::string output_of(std::vector<std::string> const& command) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error{"cannot make a pipe"};
  Descriptors descriptors;
  descriptors.open_null(STDIN_FILENO, O_RDONLY);
  descriptors.put(ends[1], STDOUT_FILENO);
  pid_t child = 0;
  try {
    child = start(command, descriptors);
  } catch (...) {
    close(ends[0]);
    close(ends[1]);
    throw;
  }
  close(ends[1]);
  std::string text;
  std::array<char, 4096> piece{};
  for (ssize_t count = 0; (count = read(ends[0], piece.data(), piece.size())) > 0;) {
    text.append(piece.data(), static_cast<std::size_t>(count));
  }
  close(ends[0]);
  wait_for(child, command);
  return text;
}

bool are_same(std::filesystem::path const& a, std::filesystem::path const& b) {
  std::ifstream file_a{a, std::ios::binary};
  std::ifstream file_b{b, std::ios::binary};
  std::vector<char> piece_a(1U << 20);
  std::vector<char> piece_b(piece_a.size());
  while (file_a && file_b) {
    file_a.read(piece_a.data(), static_cast<std::streamsize>(piece_a.size()));
    file_b.read(piece_b.data(), static_cast<std::streamsize>(piece_b.size()));
    auto const count = static_cast<std::size_t>(file_a.gcount());
    if (file_a.gcount() != file_b.gcount()) return false;
    if (std::memcmp(piece_a.data(), piece_b.data(), count) != 0) return false;
  }
  return file_a.eof() && file_b.eof();
}

}  // namespace hapmill::bench
