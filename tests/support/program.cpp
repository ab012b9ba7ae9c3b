#include "program.hpp"

#include "sanitizers.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace hapmill::test {

namespace {

using namespace std::chrono_literals;

std::string contents(Descriptor const& file) {
  std::string text;
  char part[4096];
  while (true) {
    ssize_t const got = ::pread(file.number(), part, sizeof part, static_cast<off_t>(text.size()));
    if (got <= 0) return text;
    text.append(part, static_cast<std::size_t>(got));
  }
}

void limit(int resource, std::uint64_t most) {
  struct rlimit const both{most, most};
  if (most != 0) ::setrlimit(static_cast<__rlimit_resource_t>(resource), &both);
}

/// Runs in the child process, which shares the memory of its parent and therefore must not change
/// it.
[[noreturn]] void become(Launch const& launch, char const* const* arguments,
                         int const (&streams)[3]) {
  for (int stream = 0; stream < 3; ++stream) {
    if (::dup2(streams[stream], stream) < 0) ::_exit(126);
  }
  for (int const stream : launch.closed) ::close(stream);
  for (int const signal : {SIGINT, SIGTERM, SIGPIPE}) ::signal(signal, SIG_DFL);
  for (int const signal : launch.ignored_signals) ::signal(signal, SIG_IGN);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  limit(RLIMIT_FSIZE, launch.largest_file);
  limit(RLIMIT_AS, launch.address_space);
  if (launch.obeys_permissions) {
    // Without these capabilities, permissions are checked for root as well.
    ::prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE);
    ::prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH);
  }
  if (!launch.folder.empty() && ::chdir(launch.folder.c_str()) != 0) ::_exit(126);
  ::execv(HAPMILL_BINARY, const_cast<char* const*>(arguments));
  ::_exit(127);
}

}  // namespace

char const* const small_matrix =
    "CHROM\tPOS\tREF\t1a\t1b\t2a\t2b\n"
    "1\t10\tA\tA\tT\tA\tA\n"
    "1\t20\tC\tC\tC\tC\tC\n"
    "2\t5\tG\tN\tT\t-\tG\n";
char const* const small_table =
    "contig\tpos\tref\talt\t1a1b_PI\t1a1b_PG_al\t2a2b_PI\t2a2b_PG_al\n"
    "1\t10\tA\tT\t1\tA|T\t1\tA|A\n"
    "2\t5\tG\tT,-\t2\tG|T\t2\tG|G\n";

void Descriptor::close() {
  if (number_ >= 0) ::close(std::exchange(number_, -1));
}

Descriptor open_file(std::string const& path, int flags) {
  Descriptor file{::open(path.c_str(), flags | O_CLOEXEC, 0666)};
  if (file.number() < 0) throw std::runtime_error{"cannot open " + path};
  return file;
}

Pipe make_pipe() {
  int ends[2] = {};
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
  return {Descriptor{ends[0]}, Descriptor{ends[1]}};
}

Descriptor make_filled_pipe(std::string_view text) {
  Pipe pipe = make_pipe();
  if (::write(pipe.write_end.number(), text.data(), text.size()) !=
      static_cast<ssize_t>(text.size())) {
    throw std::runtime_error{"the text does not fit into a pipe"};
  }
  return std::move(pipe.read_end);
}

Process::Process(Launch const& launch)
    : output_{::memfd_create("output", MFD_CLOEXEC)}, error_{::memfd_create("error", MFD_CLOEXEC)} {
  std::vector<char const*> arguments{HAPMILL_BINARY};
  for (auto const& argument : launch.arguments) arguments.push_back(argument.c_str());
  arguments.push_back(nullptr);
  Descriptor const nothing = open_file("/dev/null", O_RDONLY);
  int const streams[3] = {launch.input >= 0 ? launch.input : nothing.number(),
                          launch.output >= 0 ? launch.output : output_.number(),
                          launch.error >= 0 ? launch.error : error_.number()};
  // fork() would copy the page tables, which are large with a sanitizer.
  pid_ = ::vfork();
  if (pid_ < 0) throw std::runtime_error{"cannot fork"};
  if (pid_ == 0) become(launch, arguments.data(), streams);
}

Process::~Process() {
  if (has_ended_) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Process::send(int signal) const { ::kill(pid_, signal); }

bool Process::has_ended() {
  if (has_ended_) return true;
  int status = 0;
  struct rusage usage {};
  if (::wait4(pid_, &status, WNOHANG, &usage) != pid_) return false;
  has_ended_ = true;
  if (WIFEXITED(status)) finished_.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) finished_.signal = WTERMSIG(status);
  finished_.peak_memory = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  return true;
}

bool Process::catches(int signal) const {
  std::ifstream status{"/proc/" + std::to_string(pid_) + "/status"};
  std::string const key = "SigCgt:";
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with(key)) continue;
    return (std::stoull(line.substr(key.size()), nullptr, 16) >> (signal - 1) & 1) != 0;
  }
  return false;
}

Finished Process::wait() {
  auto const last = std::chrono::steady_clock::now() + (is_sanitized ? 240s : 60s);
  for (auto pause = 100us; !has_ended();
       pause = std::min<std::chrono::microseconds>(2 * pause, 5ms)) {
    if (std::chrono::steady_clock::now() > last) throw std::runtime_error{"hapmill hangs"};
    std::this_thread::sleep_for(pause);
  }
  finished_.output = contents(output_);
  finished_.error = contents(error_);
  return finished_;
}

std::string Process::error_so_far() const { return contents(error_); }

bool wait_until(bool (*condition)(void*), void* data) {
  auto const last = std::chrono::steady_clock::now() + 10s;
  while (!condition(data)) {
    if (std::chrono::steady_clock::now() > last) return false;
    std::this_thread::sleep_for(1ms);
  }
  return true;
}

Launch ProgramTest::launch(Arguments arguments) const {
  Launch launch;
  launch.arguments = std::move(arguments);
  launch.folder = folder_.path().string();
  return launch;
}

Finished ProgramTest::run(Arguments arguments, Launch launch) const {
  launch.arguments = std::move(arguments);
  if (launch.folder.empty()) launch.folder = folder_.path().string();
  return Process{launch}.wait();
}

bool ProgramTest::has(std::string const& name) const {
  return std::filesystem::exists(std::filesystem::symlink_status(folder_.path() / name));
}

std::vector<std::string> ProgramTest::names() const {
  std::vector<std::string> names;
  for (auto const& entry : std::filesystem::directory_iterator{folder_.path()}) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

void ProgramTest::expect_error(Finished const& finished, int exit_code,
                               std::initializer_list<std::string_view> words) {
  EXPECT_EQ(finished.exit_code, exit_code) << finished.error;
  EXPECT_TRUE(finished.error.starts_with("hapmill: error: ")) << finished.error;
  EXPECT_EQ(std::count(finished.error.begin(), finished.error.end(), '\n'), 1) << finished.error;
  for (auto const& word : words) {
    EXPECT_NE(finished.error.find(word), std::string::npos)
        << '"' << word << "\" is not in: " << finished.error;
  }
}

}  // namespace hapmill::test
