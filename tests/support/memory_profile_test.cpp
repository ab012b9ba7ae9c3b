#include "support/memory_profile.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <sstream>

#include "hapmill/support/errors.hpp"
#include "support/listed_paths.hpp"
#include "support/memory_monitor.hpp"
#include "support/sanitizers.hpp"
#include "support/temporary_folder.hpp"

namespace hapmill::test {
namespace {

/// A process that has `own` bytes of its own and shares `shared` bytes, which it has touched, until
/// the pipe is closed.
class Holder {
 public:
  Holder(std::size_t own, void const* shared, std::size_t shared_bytes) {
    int ready[2];
    EXPECT_EQ(::pipe(ready), 0);
    EXPECT_EQ(::pipe(end_), 0);
    id_ = ::fork();
    if (id_ == 0) hold(own, shared, shared_bytes, ready[1]);
    ::close(end_[0]);
    ::close(ready[1]);
    char byte = 0;
    EXPECT_EQ(::read(ready[0], &byte, 1), 1);
    ::close(ready[0]);
  }
  ~Holder() {
    ::close(end_[1]);
    ::waitpid(id_, nullptr, 0);
  }
  pid_t id() const { return id_; }

 private:
  [[noreturn]] void hold(std::size_t own, void const* shared, std::size_t shared_bytes, int ready) {
    ::close(end_[1]);
    void* const memory =
        ::mmap(nullptr, own, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    std::memset(memory, 1, own);
    unsigned sum = 0;
    for (std::size_t k = 0; k < shared_bytes; k += 4096)
      sum += static_cast<unsigned char const*>(shared)[k];
    char const byte = static_cast<char>(sum);
    if (::write(ready, &byte, 1) != 1) ::_exit(1);
    char none = 0;
    while (::read(end_[0], &none, 1) > 0) {
    }
    ::_exit(0);
  }

  pid_t id_ = 0;
  int end_[2] = {};
};

TEST(MemoryProfile, CountsSharedPagesOnceInPssAndRepeatedlyInRss) {
  constexpr std::size_t own = 16U << 20;
  constexpr std::size_t shared_bytes = 64U << 20;
  void* const shared =
      ::mmap(nullptr, shared_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(shared, MAP_FAILED);
  std::memset(shared, 1, shared_bytes);
  Holder const a{own, shared, shared_bytes};
  Holder const b{own, shared, shared_bytes};

  MemoryProfile profile{std::nullopt};
  profile.sample(std::vector<ProfiledProcess>{{a.id(), "a"}, {b.id(), "b"}});
  MemorySummary const& summary = profile.summary();
  ::munmap(shared, shared_bytes);

  ASSERT_EQ(summary.processes.size(), 2U);
  EXPECT_EQ(summary.sample_count, 1U);
  for (auto const& process : summary.processes) {
    EXPECT_GE(process.memory.resident, own + shared_bytes);
    EXPECT_GE(process.memory.unique, own);
    if (is_sanitized) continue;  // the memory of the sanitizer is forked as well
    EXPECT_LT(process.memory.unique, own + shared_bytes / 2);
    // Three processes share the pages, this one included.
    EXPECT_GE(process.memory.proportional, own + shared_bytes / 4);
    EXPECT_LT(process.memory.proportional, own + shared_bytes * 3 / 4);
  }
  EXPECT_GE(summary.peak_resident, 2 * (own + shared_bytes));
  EXPECT_LT(summary.peak_proportional, summary.peak_resident - shared_bytes);
  EXPECT_GT(summary.least_available, 0U);
}

TEST(MemoryProfile, LeavesOutAProcessThatHasEnded) {
  pid_t id = 0;
  {
    Holder const holder{4096, nullptr, 0};
    id = holder.id();
  }
  MemoryProfile profile{std::nullopt};
  profile.sample(std::vector<ProfiledProcess>{{id, "gone"}});
  EXPECT_TRUE(profile.summary().processes.empty());
  EXPECT_EQ(profile.summary().peak_resident, 0U);
}

TEST(MemoryProfile, WritesEachSampleAtOnce) {
  TemporaryFolder const folder;
  std::string const path = folder.file("memory.csv");
  MemoryProfile profile{output_path(path)};
  std::vector<ProfiledProcess> const own{{::getpid(), "hapmill"}};
  profile.sample(own);
  profile.sample(own);

  std::ifstream file{path};  // while the profile still has it open
  std::string line;
  ASSERT_TRUE(std::getline(file, line));
  EXPECT_EQ(line, "seconds,process,pid,rss,pss,uss,mem_available");
  int rows = 0;
  while (std::getline(file, line)) {
    ++rows;
    std::istringstream fields{line};
    std::string seconds, name, id, rss, pss, uss, available;
    for (auto* field : {&seconds, &name, &id, &rss, &pss, &uss, &available}) {
      ASSERT_TRUE(std::getline(fields, *field, ','));
    }
    EXPECT_EQ(name, "hapmill");
    EXPECT_EQ(id, std::to_string(::getpid()));
    EXPECT_GE(std::stoull(rss), std::stoull(pss));
    EXPECT_GE(std::stoull(pss), std::stoull(uss));
    EXPECT_GT(std::stoull(uss), 0U);
    EXPECT_GT(std::stoull(available), 0U);
  }
  EXPECT_EQ(rows, 2);
  profile.finish();
}

TEST(MemoryProfile, ReportsAFileThatCannotBeWritten) {
  TemporaryFolder const folder;
  EXPECT_THROW(MemoryProfile{output_path(folder.file("none/memory.csv"))}, OutputError);
  MemoryProfile full{output_path("/dev/full")};
  full.sample(std::vector<ProfiledProcess>{{::getpid(), "hapmill"}});
  EXPECT_THROW(full.finish(), OutputError);
}

TEST(MemoryMonitor, SamplesUntilItIsStopped) {
  MemoryProfile profile{std::nullopt};
  MemoryMonitor monitor{profile};
  monitor.stop();
  monitor.stop();
  EXPECT_GE(profile.summary().sample_count,
            1U);  // the last sample is taken even if it is stopped before the first
  ASSERT_EQ(profile.summary().processes.size(), 1U);
  EXPECT_EQ(profile.summary().processes[0].name, "hapmill");
}

}  // namespace
}  // namespace hapmill::test
