// Tests convert --workers with the program itself and the processes that it starts.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "support/compressed.hpp"
#include "support/conversion_properties.hpp"
#include "support/program.hpp"
#include "support/random.hpp"
#include "support/worker_kills.hpp"
#include "support/workers_test.hpp"

namespace hapmill::test {
namespace {

namespace fs = std::filesystem;

class Workers : public WorkersTest {
 protected:
  bool has_parts(std::string const& output) const {
    std::error_code error;
    for (fs::directory_iterator entry{folder_.path() / (output + ".parts"), error}, end;
         !error && entry != end; entry.increment(error)) {
      if (entry->path().filename().string().find(".part") != std::string::npos) return true;
    }
    return false;
  }

  static bool has_words(Finished const& finished, std::string const& words) {
    return finished.error.find(words) != std::string::npos;
  }
};

TEST_F(Workers, MakeTheSameFilesWithAnyNumberAndChunkSize) {
  Random random{4};
  for (std::string const output : {"t.tsv", "t.vcf", "t.vcf.gz", "t.bcf"}) {
    ASSERT_EQ(run({"convert", "g.tsv", "-o", output}).exit_code, 0);
    std::string const expected = read(output);
    std::string const index = has(output + ".csi") ? read(output + ".csi") : "";
    for (int workers = 1; workers <= 8; ++workers) {
      fs::remove(file(output));
      fs::remove(file(output + ".csi"));
      auto const chunk_size = random.pick(Arguments{"1K", "4K", "100K", "1M"});
      auto const finished = run({"convert", "g.tsv", "-o", output, "--workers",
                                 std::to_string(workers), "--chunk-size", chunk_size});
      ASSERT_EQ(finished.exit_code, 0) << finished.error;
      ASSERT_FALSE(has_words(finished, "once more")) << finished.error;
      ASSERT_TRUE(read(output) == expected) << output << ", " << workers << ", " << chunk_size;
      ASSERT_EQ(has(output + ".csi") ? read(output + ".csi") : "", index);
      ASSERT_FALSE(has(output + ".parts"));
    }
  }
}

TEST_F(Workers, ReportTheSumOfTheirRows) {
  auto const alone = run({"convert", "g.tsv", "-o", "t.tsv", "--report", "alone.json"});
  auto const finished =
      run({"convert", "g.tsv", "-o", "t.tsv", "--report", "r.json", "--workers", "3"});
  ASSERT_EQ(finished.exit_code, 0) << finished.error;
  auto const expected = nlohmann::json::parse(read("alone.json"));
  auto const report = nlohmann::json::parse(read("r.json"));
  EXPECT_EQ(report["rows"], expected["rows"]);
  EXPECT_EQ(report["contigs"], expected["contigs"]);
  EXPECT_TRUE(has_words(finished, "3,000 rows")) << finished.error;
}

TEST_F(Workers, MakeTheSameRejects) {
  std::string rows = read("g.tsv");
  for (std::size_t k = 1; k < 6; ++k) {
    auto const end = rows.find('\n', k * rows.size() / 6);
    rows.insert(end + 1, rows.substr(end + 1, 5) + "x\tA\n");
  }
  write("bad.tsv", rows);
  Arguments const options{"convert", "bad.tsv", "-o", "t.tsv", "--on-bad-row", "skip", "--rejects"};
  auto alone = options;
  alone.push_back("alone.txt");
  ASSERT_EQ(run(alone).exit_code, 0);
  std::string const expected = read("t.tsv");
  auto shared = options;
  shared.insert(shared.end(), {"shared.txt", "--workers", "4"});
  auto const finished = run(shared);
  ASSERT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(read("t.tsv"), expected);
  EXPECT_EQ(read("shared.txt"), read("alone.txt"));
  EXPECT_NE(read("shared.txt"), "");
}

TEST_F(Workers, NeedFilesAndSayWhatToDo) {
  for (Arguments const& paths :
       {Arguments{"g.tsv", "-o", "-"}, Arguments{"g.tsv"}, Arguments{"g.tsv", "-o", "/dev/null"},
        Arguments{"-", "-o", "t.tsv"}}) {
    Arguments arguments{"convert"};
    arguments.insert(arguments.end(), paths.begin(), paths.end());
    arguments.insert(arguments.end(), {"--workers", "2"});
    expect_error(run(arguments), 2, {"--workers", "file"});
    auto const matrix = open_file(file("g.tsv"), O_RDONLY);
    Launch launch;
    launch.input = matrix.number();
    arguments.back() = "auto";
    EXPECT_EQ(run(arguments, launch).exit_code, 0) << "one, in this process";
  }
  for (char const* option : {"--header", "--column-names", "--pairs"}) {
    expect_error(run({"convert", "g.tsv", "-o", "t.tsv", "--workers", "2", option, "/dev/fd/0"}), 2,
                 {"/dev/fd/0", "regular file"});
  }
  auto const stream = open_file(file("g.tsv"), O_RDONLY);
  Launch named;
  named.input = stream.number();
  expect_error(run({"convert", "/dev/stdin", "-o", "t.tsv", "--workers", "2"}, named), 2,
               {"--workers", "file"});
  for (char const* count : {"0", "x", "-1", "2000"}) {
    expect_error(run({"convert", "g.tsv", "-o", "t.tsv", "--workers", count}), 2, {"--workers"});
  }
  expect_error(run({"convert", "g.tsv", "-o", "no/t.tsv", "--workers", "2"}), 5,
               {"no/t.tsv", "make the folder first"});
}

TEST_F(Workers, SayWhatIsWrongWithABadMatrix) {
  write("empty.tsv", "");
  auto const refused = [&](std::string const& matrix, int exit_code,
                           std::initializer_list<std::string_view> words) {
    expect_error(run({"convert", matrix, "-o", "t.tsv", "--workers", "2"}), exit_code, words);
  };
  refused("none.tsv", 3, {"none.tsv", "No such file"});
  refused("empty.tsv", 3, {"empty.tsv is empty"});
  write("g.tsv.gz", gzip_member(read("g.tsv")));
  refused("g.tsv.gz", 2, {"decompress the matrix"});
}

TEST_F(Workers, DoNotTakeAKeywordForAFile) {
  for (char const* word : {"auto", "self"}) {
    fs::create_directory(file(word));
    auto const finished =
        run({"convert", "g.tsv", "-o", "t.tsv", "--workers", "2", "--pairs", word});
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    fs::remove(file(word));
    auto const named = run({"convert", "g.tsv", "-o", word, "--pairs", word});
    EXPECT_EQ(named.exit_code, 0) << named.error;
    fs::remove(file(word));
  }
}

TEST_F(Workers, LeaveNothingIfTheyCannotStart) {
  expect_error(run({"convert", "g.tsv", "-o", "t.tsv", "--workers", "2", "--memory-profile",
                    "no/memory.csv"}),
               5, {"no/memory.csv"});
  EXPECT_EQ(names(), Arguments{"g.tsv"});
}

TEST_F(Workers, RefuseAnOutputThatAnotherRunIsWriting) {
  auto const expect_refusal = [&](Arguments const& options) {
    Arguments arguments{"convert", "g.tsv", "-o", "t.tsv"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    expect_error(run(arguments), 2, {"another hapmill", "t.tsv", "-o"});
  };
  {
    auto const alone = open_file(file(".t.tsv.hapmill-part"), O_WRONLY | O_CREAT);
    ASSERT_EQ(::flock(alone.number(), LOCK_EX | LOCK_NB), 0);
    expect_refusal({"--workers", "2"});
    EXPECT_EQ(names(), (Arguments{".t.tsv.hapmill-part", "g.tsv"}));
    fs::remove(file(".t.tsv.hapmill-part"));
  }
  fs::create_directory(folder_.path() / "t.tsv.parts");
  auto const shared = open_file(file("t.tsv.parts/lock"), O_WRONLY | O_CREAT);
  ASSERT_EQ(::flock(shared.number(), LOCK_EX | LOCK_NB), 0);
  for (Arguments const& options :
       {Arguments{"--workers", "2"}, Arguments{"--workers", "2", "--resume"}, Arguments{"--clean"},
        Arguments{}}) {
    expect_refusal(options);
  }
  EXPECT_TRUE(has("t.tsv.parts/lock")) << "it is the other run's";
}

TEST_F(Workers, ReportTheSameErrorAsOneProcess) {
  std::string const rows = read("g.tsv");
  for (std::size_t const share : {2U, 3U, 5U}) {
    std::string bad = rows;
    for (std::size_t k = 1; k < share; ++k) {
      auto const end = bad.find('\n', k * bad.size() / share);
      bad.insert(end + 1, bad.substr(end + 1, 5) + "x\tA\n");
    }
    write("bad.tsv", bad);
    auto const alone = run({"convert", "bad.tsv", "-o", "t.tsv"});
    ASSERT_EQ(alone.exit_code, 3);
    for (char const* workers : {"2", "3", "7"}) {
      auto const finished = run({"convert", "bad.tsv", "-o", "t.tsv", "--workers", workers});
      EXPECT_EQ(finished.exit_code, 3);
      EXPECT_EQ(finished.error, alone.error);
      EXPECT_EQ(names(), (Arguments{"bad.tsv", "g.tsv"}));
    }
  }
}

TEST_F(Workers, StartAgainIfBisectionMissedAContig) {
  std::string text = "CHROM\tPOS\tREF\t1a\t1b\n";
  std::string const ref(20'000, 'G');
  auto const add = [&](std::string const& contig, int first, int last) {
    for (int pos = first; pos <= last; ++pos) {
      text +=
          contig + "\t" + std::to_string(pos) + "\t" + ref + (pos % 7 ? "\tN\tN\n" : "\tA\tC\n");
    }
  };
  add("chr1", 1, 900);
  add("tiny", 7, 7);
  add("chr1", 901, 1'200);
  add("chr2", 1, 200);
  write("m.tsv", text);
  auto const alone = run({"convert", "m.tsv", "-o", "t.tsv", "-q"});
  ASSERT_TRUE(has_words(alone, "starting again")) << alone.error;
  std::string const expected = read("t.tsv");
  auto const finished = run({"convert", "m.tsv", "-o", "t.tsv", "-q", "--workers", "3"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_EQ(finished.error, alone.error);
  EXPECT_EQ(read("t.tsv"), expected);
  EXPECT_EQ(names(), (Arguments{"g.tsv", "m.tsv", "t.tsv"}));
}

TEST_F(Workers, GatherTheRowsOfAContig) {
  std::string text = "CHROM\tPOS\tREF\t1a\t1b\n";
  for (int k = 0; k < 3'000; ++k) {
    text += "c" + std::to_string((k * 7919) % 11) + "\t" + std::to_string(k + 1) + "\tA\tA\tT\n";
  }
  write("m.tsv", text);
  for (char const* order : {"first", "sorted"}) {
    ASSERT_EQ(run({"convert", "m.tsv", "-o", "a.vcf.gz", "--contig-order", order, "--no-version"})
                  .exit_code,
              0);
    auto const finished = run({"convert", "m.tsv", "-o", "t.vcf.gz", "--contig-order", order,
                               "--no-version", "--workers", "4"});
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    EXPECT_EQ(read("t.vcf.gz"), read("a.vcf.gz"));
    EXPECT_EQ(read("t.vcf.gz.csi"), read("a.vcf.gz.csi"));
  }
}

TEST_F(Workers, MayBeMoreThanNeeded) {
  write("m.tsv", small_matrix);
  auto const finished = run({"convert", "m.tsv", "-o", "t.tsv", "--workers", "8"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(read("t.tsv"), small_table);
  write("m.tsv", std::string{small_matrix}.substr(0, std::string{small_matrix}.find('\n') + 1));
  ASSERT_EQ(run({"convert", "m.tsv", "-o", "a.tsv"}).exit_code, 0);
  ASSERT_EQ(run({"convert", "m.tsv", "-o", "t.tsv", "--workers", "2"}).exit_code, 0);
  EXPECT_EQ(read("t.tsv"), read("a.tsv"));
}

TEST_F(Workers, ReplaceAFileAndKeepItsMode) {
  write("t.tsv", "before");
  ::chmod(file("t.tsv").c_str(), 0640);
  ASSERT_EQ(run({"convert", "g.tsv", "-o", "t.tsv", "--workers", "2"}).exit_code, 0);
  struct stat status {};
  ::stat(file("t.tsv").c_str(), &status);
  EXPECT_EQ(status.st_mode & 0777, 0640U);
}

TEST_F(Workers, AFullDiskInAWorkerLeavesNothing) {
  Launch launch;
  launch.largest_file = 60'000;
  expect_error(run({"convert", "g.tsv", "-o", "t.tsv", "--workers", "2"}, launch), 5,
               {"File too large", "make room"});
  EXPECT_EQ(names(), Arguments{"g.tsv"});
}

TEST_F(Workers, AFullDiskInTheJoinLeavesPartsThatResumeCompletes) {
  ASSERT_EQ(run({"convert", "g.tsv", "-o", "a.tsv"}).exit_code, 0);
  Launch launch;
  launch.largest_file = fs::file_size(file("a.tsv")) * 2 / 3;
  auto const full = run({"convert", "g.tsv", "-o", "t.tsv", "--workers", "2"}, launch);
  EXPECT_EQ(full.exit_code, 5) << full.error;
  EXPECT_TRUE(has_words(full, "2 of 2 groups are complete in ")) << full.error;
  EXPECT_TRUE(has_words(full, "--resume converts the rest, --clean removes them")) << full.error;
  EXPECT_TRUE(has_words(full, "File too large")) << full.error;
  EXPECT_EQ(names(), (Arguments{"a.tsv", "g.tsv", "t.tsv.parts"}));
  auto const resumed = run({"convert", "g.tsv", "-o", "t.tsv", "--resume"});
  EXPECT_EQ(resumed.exit_code, 0) << resumed.error;
  EXPECT_EQ(read("t.tsv"), read("a.tsv"));
  EXPECT_FALSE(has("t.tsv.parts"));
}

TEST_F(Workers, NoticeAMatrixThatChanges) {
  Process process{launch(long_run("-o", "t.tsv"))};
  ASSERT_TRUE(comes_true([&] { return has_parts("t.tsv"); }));
  std::ofstream{folder_.path() / "long.tsv", std::ios::app} << "chr5\t2000000000\tA\tA\n";
  auto const finished = process.wait();
  expect_error(finished, 5, {"long.tsv changed while it was read", "run again"});
  EXPECT_EQ(names(), (Arguments{"g.tsv", "long.tsv"}));
}

TEST_F(Workers, ThatDieTwiceAreReportedWithTheirContigs) {
  Process process{launch(long_run("-o", "t.tsv"))};
  while (!process.has_ended()) {
    for (pid_t const worker : workers_of(process.pid())) ::kill(worker, SIGKILL);
    ::usleep(300);
  }
  auto const finished = process.wait();
  EXPECT_EQ(finished.exit_code, 6) << finished.error;
  for (char const* words :
       {"was killed by signal 9 (Killed)", "once more, on the CPU",
        "error: workers failed twice for", "chr1, chr2, chr3, chr4 and 1 more"}) {
    EXPECT_TRUE(has_words(finished, words)) << words << " is not in " << finished.error;
  }
  EXPECT_EQ(names(), (Arguments{"g.tsv", "long.tsv"}));
}

TEST_F(Workers, ForwardTheirProgress) {
  auto const finished =
      run({"convert", "g.tsv", "-o", "t.tsv", "--workers", "3", "--progress", "json", "-q"});
  ASSERT_EQ(finished.exit_code, 0) << finished.error;
  auto const last = nlohmann::json::parse(
      finished.error.substr(finished.error.rfind('\n', finished.error.size() - 2) + 1));
  EXPECT_EQ(last["done"], true);
  EXPECT_EQ(last["bytes"], last["bytes_total"]);
  EXPECT_EQ(last["rows"], 3'000);
}

TEST_F(Workers, EndSoonAfterASignal) {
  for (auto const& [signal, exit_code] : {std::pair{SIGINT, 130}, std::pair{SIGTERM, 143}}) {
    Process process{launch(long_run("-o", "t.tsv"))};
    ASSERT_TRUE(comes_true([&] { return has_parts("t.tsv"); }));
    auto const sent = std::chrono::steady_clock::now();
    process.send(signal);
    expect_error(process.wait(), exit_code, {"interrupted"});
    EXPECT_LT(std::chrono::steady_clock::now() - sent, std::chrono::seconds{3});
    EXPECT_FALSE(has_workers());
    EXPECT_EQ(names(), (Arguments{"g.tsv", "long.tsv"})) << "no group was complete";
  }
}

TEST_F(Workers, EndWithAKilledCoordinatorAndLeaveOnlyParts) {
  Process process{launch(long_run("-o", "t.tsv"))};
  ASSERT_TRUE(comes_true([&] { return has_parts("t.tsv"); }));
  process.send(SIGKILL);
  EXPECT_EQ(process.wait().signal, SIGKILL);
  EXPECT_TRUE(comes_true([&] { return !has_workers(); }));
  EXPECT_EQ(names(), (Arguments{"g.tsv", "long.tsv", "t.tsv.parts"}));
  auto const cleaned = run({"convert", "long.tsv", "-o", "t.tsv", "--clean"});
  EXPECT_EQ(cleaned.exit_code, 0) << cleaned.error;
  EXPECT_EQ(names(), (Arguments{"g.tsv", "long.tsv"}));
}

TEST_F(Workers, IgnoreSignalsThatTheCallerIgnores) {
  auto start = launch({"convert", "g.tsv", "-o", "t.tsv", "--workers", "3", "--chunk-size", "1"});
  start.ignored_signals = {SIGINT, SIGTERM, SIGCHLD};
  Process process{start};
  comes_true([&] { return has_parts("t.tsv"); });
  process.send(SIGINT);
  process.send(SIGTERM);
  auto const finished = process.wait();
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_TRUE(has("t.tsv"));
}

TEST_F(Workers, LoseNothingWhenKilledTwentyTimes) {
  std::uint64_t const kills = sanitizer_divisor > 1 ? 6 : 20;
  auto const counts = kill_runs(1, kills, 8'000);
  EXPECT_EQ(counts.kills, kills);
  EXPECT_GT(counts.between_bytes, kills / 2);
  EXPECT_GT(counts.of_workers, 0U);
}

/// Makes a folder of parts in which one group is complete, as a killed coordinator leaves it.
class Resume : public Workers {
 protected:
  void SetUp() override {
    Workers::SetUp();
    ASSERT_EQ(run({"convert", "g.tsv", "-o", "a.tsv"}).exit_code, 0);
    Launch launch;
    launch.largest_file = fs::file_size(file("a.tsv")) * 2 / 3;
    ASSERT_EQ(run(command({"--workers", "2"}), launch).exit_code, 5);
    fs::remove(file("t.tsv.parts/group-00001.json"));
    write("t.tsv.parts/group-00001.part.99-12345678.tmp", "unfinished");
  }

  static Arguments command(Arguments const& options) {
    Arguments arguments{"convert", "g.tsv", "-o", "t.tsv"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return arguments;
  }
};

TEST_F(Resume, CompletesWithAnyNumberOfWorkers) {
  fs::copy(file("t.tsv.parts"), file("kept"));
  for (char const* workers : {"1", "2", "5"}) {
    auto const finished = run(command({"--resume", "--workers", workers}));
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    EXPECT_EQ(read("t.tsv"), read("a.tsv"));
    EXPECT_FALSE(has("t.tsv.parts"));
    fs::copy(file("kept"), file("t.tsv.parts"));
  }
}

TEST_F(Resume, WritesItsReportToTheNewPath) {
  ASSERT_EQ(run(command({"--clean"})).exit_code, 0);
  Launch launch;
  launch.largest_file = fs::file_size(file("a.tsv")) * 2 / 3;
  auto const stopped = run(command({"--workers", "2", "--report", "first.json", "-q"}), launch);
  ASSERT_EQ(stopped.exit_code, 5);
  auto const finished = run(command({"--resume", "--workers", "3", "--report", "second.json"}));
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(read("t.tsv"), read("a.tsv"));
  EXPECT_FALSE(has("first.json"));
  EXPECT_EQ(nlohmann::json::parse(read("second.json")).at("command").back(), "second.json");
  EXPECT_TRUE(has_words(finished, "3,000 rows")) << "no -q any more: " << finished.error;
}

TEST_F(Resume, ConvertsAPartAgainIfItsBytesChanged) {
  auto const path = file("t.tsv.parts/group-00000.part");
  std::fstream{path, std::ios::in | std::ios::out}.seekp(1'000) << "?";
  auto const finished = run(command({"--resume"}));
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(read("t.tsv"), read("a.tsv"));
}

TEST_F(Resume, IsRefusedWithOtherOptionsOrAnotherMatrix) {
  expect_error(run(command({})), 2, {"t.tsv.parts", "--resume", "--clean"});
  expect_error(run(command({"--workers", "2"})), 2, {"t.tsv.parts", "--resume", "--clean"});
  write("memory.csv", "of another run");
  EXPECT_EQ(run(command({"--workers", "2", "--memory-profile", "memory.csv"})).exit_code, 2);
  EXPECT_EQ(read("memory.csv"), "of another run");
  fs::remove(file("memory.csv"));
  expect_error(run(command({"--resume", "--missing", "keep"})), 3, {"t.tsv.parts", "--clean"});
  std::ofstream{folder_.path() / "g.tsv", std::ios::app} << "chr7\t2000000000\tA\tA\n";
  expect_error(run(command({"--resume"})), 3, {"g.tsv has changed", "--clean"});
  EXPECT_TRUE(has("t.tsv.parts/group-00000.json"));
  ASSERT_EQ(run(command({"--clean"})).exit_code, 0);
  EXPECT_EQ(names(), (Arguments{"a.tsv", "g.tsv"}));
}

TEST_F(Resume, KeepsPartsOfAnotherPlan) {
  fs::rename(file("t.tsv.parts/plan.json"), file("plan.json"));
  for (Arguments const& options :
       {Arguments{}, Arguments{"--resume"}, Arguments{"--resume", "--workers", "2"}}) {
    expect_error(run(command(options)), 2, {"t.tsv.parts", "`hapmill finalize`", "--clean"});
  }
  ASSERT_EQ(run({"convert", "--plan", "plan.json", "--group", "1", "-q"}).exit_code, 0);
  ASSERT_EQ(run({"finalize", "plan.json", "-q"}).exit_code, 0);
  EXPECT_EQ(read("t.tsv"), read("a.tsv"));
}

TEST_F(Resume, StartsIfThereIsNothingToResume) {
  ASSERT_EQ(run(command({"--clean"})).exit_code, 0);
  ASSERT_EQ(run(command({"--clean"})).exit_code, 0) << "nor to clean";
  for (char const* workers : {"1", "2"}) {
    auto const finished = run(command({"--resume", "--workers", workers}));
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    EXPECT_EQ(read("t.tsv"), read("a.tsv"));
    fs::remove(file("t.tsv"));
  }
}

}  // namespace
}  // namespace hapmill::test
