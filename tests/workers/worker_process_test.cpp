#include "workers/worker_process.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "support/program.hpp"

namespace hapmill::test {
namespace {

sigset_t no_signals() {
  sigset_t none;
  ::sigemptyset(&none);
  return none;
}

WorkerLaunch shell(std::string const& script) { return {"/bin/sh", {"-c", script}, {}}; }

/// Returns everything that a worker writes until its end.
std::string words_of(WorkerProcess& worker) {
  std::string text;
  while (worker.read(text)) {
    pollfd file{worker.stream(), POLLIN, 0};
    ::poll(&file, 1, 10'000);
  }
  return text;
}

TEST(WorkerProcess, ReportsTextAndExitCode) {
  WorkerProcess worker{shell("echo words >&2; echo lost; exit 5"), no_signals()};
  EXPECT_EQ(words_of(worker), "words\n");
  auto const end = worker.wait();
  EXPECT_EQ(end.exit_code, 5);
  EXPECT_EQ(end.signal, 0);
}

TEST(WorkerProcess, ReportsTheSignalThatEndedIt) {
  WorkerProcess worker{shell("kill -9 $$"), no_signals()};
  words_of(worker);
  auto const end = worker.wait();
  EXPECT_EQ(end.exit_code, -1);
  EXPECT_EQ(end.signal, SIGKILL);
}

TEST(WorkerProcess, ReportsThatItCannotBeStarted) {
  WorkerProcess worker{{"/no/such/program", {}, {}}, no_signals()};
  EXPECT_EQ(words_of(worker), "hapmill: error: a worker cannot be started\n");
  EXPECT_EQ(worker.wait().exit_code, 127);
}

TEST(WorkerProcess, ReadsNothingAndHasNoOtherFileOpen) {
  // A descriptor that the parent left open, with a number that the shell does not use.
  int const inheritable = ::fcntl(STDERR_FILENO, F_DUPFD, 57);
  WorkerProcess worker{
      shell("cat; test -e /proc/$$/fd/" + std::to_string(inheritable) + " && echo open >&2; true"),
      no_signals()};
  EXPECT_EQ(words_of(worker), "");
  ::close(inheritable);
}

TEST(WorkerProcess, HasTheEnvironmentWithChanges) {
  ::setenv("HAPMILL_TEST_KEPT", "kept", 1);
  ::setenv("HAPMILL_TEST_SET", "before", 1);
  auto launch = shell("echo $HAPMILL_TEST_KEPT $HAPMILL_TEST_SET $HAPMILL_TEST_NEW >&2");
  launch.environment = {{"HAPMILL_TEST_SET", "after"}, {"HAPMILL_TEST_NEW", "new"}};
  WorkerProcess worker{launch, no_signals()};
  EXPECT_EQ(words_of(worker), "kept after new\n");
  ::unsetenv("HAPMILL_TEST_KEPT");
  ::unsetenv("HAPMILL_TEST_SET");
}

TEST(WorkerProcess, IsKilledByTheDestructor) {
  TemporaryFolder const folder;
  std::string const path = folder.file("pid");
  {
    WorkerProcess const worker{
        shell("echo $$ > " + path + ".new; mv " + path + ".new " + path + "; exec sleep 60"),
        no_signals()};
    ASSERT_TRUE(comes_true([&] { return ::access(path.c_str(), F_OK) == 0; }));
  }
  EXPECT_EQ(::kill(std::stoi(read_text(path)), 0), -1) << "it still runs";
}

TEST(WorkerProcess, DiesWithTheProcessThatMadeIt) {
  TemporaryFolder const folder;
  std::string const path = folder.file("pid");
  pid_t const coordinator = ::fork();
  if (coordinator == 0) {
    WorkerProcess const worker{
        shell("echo $$ > " + path + ".new; mv " + path + ".new " + path + "; exec sleep 60"),
        no_signals()};
    while (true) ::pause();
  }
  bool const has_started = comes_true([&] { return ::access(path.c_str(), F_OK) == 0; });
  ::kill(coordinator, SIGKILL);
  ::waitpid(coordinator, nullptr, 0);
  ASSERT_TRUE(has_started);
  pid_t const worker = std::stoi(read_text(path));
  // The process that adopts it may leave it a zombie.
  EXPECT_TRUE(comes_true([&] {
    if (::kill(worker, 0) != 0) return true;
    auto const status = read_text("/proc/" + std::to_string(worker) + "/stat");
    return status.find(") Z") != std::string::npos;
  }));
}

}  // namespace
}  // namespace hapmill::test
