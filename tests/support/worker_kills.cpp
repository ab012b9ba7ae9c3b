#include "worker_kills.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <sstream>
#include <vector>

#include "program.hpp"
#include "random.hpp"
#include "temporary_folder.hpp"

namespace hapmill::test {

namespace {

namespace fs = std::filesystem;
using Arguments = std::vector<std::string>;

/// Returns an empty text if the process has ended.
std::string read_process_file(std::string const& process, char const* name) {
  Descriptor const file{::open(("/proc/" + process + "/" + name).c_str(), O_RDONLY | O_CLOEXEC)};
  std::string text;
  char part[4096];
  for (ssize_t got = 1; got > 0;) {
    got = ::read(file.number(), part, sizeof part);
    if (got > 0) text.append(part, static_cast<std::size_t>(got));
  }
  return text;
}

/// Calls `take(name)` for each process.
template <class Take>
void for_each_process(Take const& take) {
  std::error_code gone;
  for (fs::directory_iterator entry{"/proc", gone}, end; !gone && entry != end;
       entry.increment(gone)) {
    std::string const name = entry->path().filename();
    if (name.find_first_not_of("0123456789") == std::string::npos) take(name);
  }
}

}  // namespace

std::vector<pid_t> workers_of(pid_t parent) {
  std::vector<pid_t> children;
  for_each_process([&](std::string const& name) {
    // PID (program) state parent …; the name of the program may contain any byte.
    std::string const stat = read_process_file(name, "stat");
    auto const behind = stat.rfind(") ");
    if (behind == std::string::npos) return;
    std::istringstream fields{stat.substr(behind + 2)};
    char state = 0;
    pid_t its_parent = 0;
    // A leak check also has a child process, and waits for it.
    bool const is_worker = read_process_file(name, "cmdline").find("--group") != std::string::npos;
    if (fields >> state >> its_parent && its_parent == parent && state != 'Z' && is_worker) {
      children.push_back(std::stoi(name));
    }
  });
  return children;
}

namespace {

/// One of the conversions that are killed, and its results in one process.
struct Case {
  Arguments arguments;
  std::string output;
  std::vector<std::pair<std::string, std::string>> files;  ///< name and contents of each result
  std::uint64_t output_bytes = 0;
};

class Kills {
 public:
  explicit Kills(std::uint64_t row_count) {
    run({"generate", "--rows", std::to_string(row_count), "--contigs", "7", "--variant-rate", "0.7",
         "-o", "g.tsv"});
    add_case("t.tsv", {"--chunk-size", "100"});
    add_case("t.vcf.gz", {"--compression-level", "9"});
    add_case("t.bcf", {"--compression-level", "9", "--ps", "--chunk-size", "4K"});
  }

  void kill_one(std::uint64_t seed, KillCounts& counts) {
    Random random{seed};
    Case const& chosen = cases_[random.below(cases_.size())];
    SCOPED_TRACE("seed " + std::to_string(seed) + ", " + chosen.output);
    auto arguments = chosen.arguments;
    arguments.insert(arguments.end(),
                     {"--workers", std::to_string(random.between(2, 5)), "--threads", "2"});
    // Sometimes as late as the join.
    std::uint64_t const target =
        random.one_in(10) ? chosen.output_bytes : 1 + random.below(chosen.output_bytes);
    bool const aims_at_worker = random.one_in(2);
    int const signal = random.pick(std::vector{SIGKILL, SIGTERM, SIGINT});
    Process process{launch(arguments)};
    while (!process.has_ended() && written_bytes(chosen) < target) ::usleep(300);
    auto const workers = aims_at_worker ? workers_of(process.pid()) : std::vector<pid_t>{};
    bool const is_of_worker = !workers.empty();
    bool const is_between = written_bytes(chosen) > 0 && !fs::exists(folder_.file(chosen.output));
    if (process.has_ended()) {
      expect_result(chosen);
      return;
    }
    ::kill(is_of_worker ? random.pick(workers) : process.pid(), signal);
    auto const finished = process.wait();
    ++counts.kills;
    counts.between_bytes += is_between ? 1 : 0;
    counts.of_workers += is_of_worker ? 1 : 0;
    EXPECT_TRUE(comes_true([&] { return processes_with(folder_.path()).empty(); }))
        << processes_with(folder_.path());
    if (finished.exit_code == 0) {
      ++counts.at_once;
    } else {
      EXPECT_FALSE(is_of_worker) << "the others go on: " << finished.error;
      expect_clean_refusal(chosen, signal, finished);
      arguments.push_back("--resume");
      auto const resumed = run(arguments);
      EXPECT_EQ(resumed.exit_code, 0) << resumed.error;
      ++counts.resumed;
    }
    expect_result(chosen);
  }

 private:
  Launch launch(Arguments const& arguments) const {
    Launch launch;
    launch.arguments = arguments;
    launch.folder = folder_.path();
    return launch;
  }

  Finished run(Arguments const& arguments) const { return Process{launch(arguments)}.wait(); }

  void add_case(std::string const& output, Arguments const& options) {
    Case made;
    made.output = output;
    // The full path distinguishes these processes from all others.
    made.arguments = {"convert", folder_.file("g.tsv"), "-o", folder_.file(output), "-q"};
    made.arguments.insert(made.arguments.end(), options.begin(), options.end());
    auto const finished = run(made.arguments);
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    made.output_bytes = fs::file_size(folder_.file(output));
    for (auto const& name : names()) {
      if (name == "g.tsv") continue;
      made.files.emplace_back(name, read_text(folder_.file(name)));
      fs::remove(folder_.file(name));
    }
    cases_.push_back(std::move(made));
  }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (auto const& entry : fs::directory_iterator{folder_.path()}) {
      names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  /// Returns the bytes of all parts, finished or not.
  std::uint64_t written_bytes(Case const& chosen) const {
    std::uint64_t bytes = 0;
    std::error_code gone;
    for (fs::directory_iterator entry{folder_.file(chosen.output + ".parts"), gone}, end;
         !gone && entry != end; entry.increment(gone)) {
      std::string const name = entry->path().filename();
      struct stat status {};
      if (name.find(".part") == std::string::npos) continue;
      if (::stat(entry->path().c_str(), &status) == 0) {
        bytes += static_cast<std::uint64_t>(status.st_size);
      }
    }
    return bytes;
  }

  std::string read_text_if_there(std::string const& name) const {
    return fs::exists(folder_.file(name)) ? read_text(folder_.file(name)) : "";
  }

  /// Expects only parts, and after a signal that can be caught only finished ones.
  void expect_clean_refusal(Case const& chosen, int signal, Finished const& finished) const {
    auto left = names();
    std::erase(left, "g.tsv");
    std::erase(left, chosen.output + ".parts");
    // The results are complete; it was about to remove the parts.
    for (auto const& [name, contents] : chosen.files) {
      if (read_text_if_there(name) == contents) std::erase(left, name);
    }
    EXPECT_EQ(left, Arguments{}) << finished.error;
    if (signal == SIGKILL) {
      EXPECT_EQ(finished.signal, SIGKILL);
      return;
    }
    EXPECT_EQ(finished.exit_code, signal == SIGINT ? 130 : 143) << finished.error;
    EXPECT_NE(finished.error.find("hapmill: error: interrupted"), std::string::npos);
    std::string const parts = folder_.file(chosen.output + ".parts");
    if (!fs::exists(parts)) return;
    for (auto const& entry : fs::directory_iterator{parts}) {
      std::string const name = entry.path().filename();
      EXPECT_FALSE(name.ends_with(".tmp")) << name;
    }
  }

  void expect_result(Case const& chosen) const {
    Arguments expected{"g.tsv"};
    for (auto const& [name, contents] : chosen.files) expected.push_back(name);
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(names(), expected);
    for (auto const& [name, contents] : chosen.files) {
      EXPECT_TRUE(read_text(folder_.file(name)) == contents) << name << " differs";
      fs::remove(folder_.file(name));
    }
    fs::remove_all(folder_.file(chosen.output + ".parts"));
  }

  TemporaryFolder folder_;
  std::vector<Case> cases_;
};

}  // namespace

std::string processes_with(std::string const& text) {
  std::string found;
  for_each_process([&](std::string const& name) {
    if (read_process_file(name, "cmdline").find(text) == std::string::npos) return;
    if (read_process_file(name, "stat").find(") Z") != std::string::npos) return;
    found += name + " ";
  });
  return found;
}

KillCounts kill_runs(std::uint64_t first_seed, std::uint64_t kill_count, std::uint64_t row_count) {
  Kills kills{row_count};
  KillCounts counts;
  for (std::uint64_t seed = first_seed;
       counts.kills < kill_count && seed < first_seed + 3 * kill_count; ++seed) {
    kills.kill_one(seed, counts);
    if (testing::Test::HasFailure()) break;
  }
  return counts;
}

}  // namespace hapmill::test
