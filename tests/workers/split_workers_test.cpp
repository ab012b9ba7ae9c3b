// Tests --split-by-contig with workers and with plans.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>

#include "support/workers_test.hpp"

namespace hapmill::test {
namespace {

namespace fs = std::filesystem;
using Files = std::map<std::string, std::string>;

class SplitWorkers : public WorkersTest {
 protected:
  static Arguments joined(Arguments first, Arguments const& more) {
    first.insert(first.end(), more.begin(), more.end());
    return first;
  }

  Finished split(std::string const& folder, Arguments const& options,
                 std::string const& matrix = "g.tsv") const {
    return run(joined({"convert", matrix, "--split-by-contig", folder}, options));
  }

  /// Returns the files of a folder, and the names of its folders.
  Files in(std::string const& folder) const {
    Files files;
    if (!has(folder)) return files;
    for (auto const& entry : fs::directory_iterator{file(folder)}) {
      std::string const name = entry.path().filename();
      files[name] = entry.is_directory() ? "a folder" : read(folder + "/" + name);
    }
    return files;
  }

  static Arguments names_of(Files const& files) {
    Arguments names;
    for (auto const& [name, text] : files) names.push_back(name);
    return names;
  }

  /// Expects the same result as from one process, with any number of workers.
  void expect_same(Arguments const& options, int exit_code = 0,
                   std::string const& matrix = "g.tsv") const {
    auto const alone = split("one", joined(options, {"--report", "one.json"}), matrix);
    ASSERT_EQ(alone.exit_code, exit_code) << alone.error;
    auto const expected = in("one");
    auto const report = nlohmann::json::parse(read("one.json"));
    for (char const* workers : {"1", "2", "3", "4"}) {
      fs::remove_all(file("many"));
      auto const finished =
          split("many", joined(options, {"--report", "many.json", "--workers", workers}), matrix);
      ASSERT_EQ(finished.exit_code, exit_code) << finished.error;
      EXPECT_EQ(names_of(in("many")), names_of(expected)) << workers;
      EXPECT_TRUE(in("many") == expected) << workers;
      auto const shared = nlohmann::json::parse(read("many.json"));
      for (auto const& [key, value] : report.items()) {
        if (key == "rows" || key == "contigs" || key == "bytes_in" || key == "bytes_out" ||
            key == "regions" || key == "unsorted" || key == "rejected") {
          EXPECT_EQ(shared.at(key), value) << workers;
        }
      }
      EXPECT_EQ(shared.at("output"), "many");
    }
    fs::remove_all(file("one"));
  }

  /// Makes a plan of three groups in g.json.
  void plan(Arguments const& options) const {
    auto const planned = run(
        joined({"plan", "g.tsv", "--groups", "3", "--json", "--split-by-contig", "d"}, options));
    ASSERT_EQ(planned.exit_code, 0) << planned.error;
    write("g.json", planned.output);
    EXPECT_FALSE(has("d")) << "nothing is written";
  }

  Finished convert(std::string const& group) const {
    return run({"convert", "-q", "--plan", "g.json", "--group", group});
  }
};

TEST_F(SplitWorkers, MakeTheFilesOfOneProcess) {
  for (Arguments const& options :
       {Arguments{}, Arguments{"-O", "v"}, Arguments{"-O", "z"}, Arguments{"-O", "b", "--sort"},
        Arguments{"-o", "p-{contig}.bcf", "--threads", "3", "--chunk-size", "4K"}}) {
    expect_same(options);
  }
}

TEST_F(SplitWorkers, MakeAFileForContigsWithoutRowsInTheirRegions) {
  expect_same({"-O", "z", "-r", "chr6,chr1,chr3:1,chr2"});
  expect_same({"-O", "b", "--sort", "-r", "chr3:1"});
}

TEST_F(SplitWorkers, ReportTheFirstSiteThatGoesBackwards) {
  write("m.tsv",
        "CHROM\tPOS\tREF\t1a\t1b\nb\t9\tA\tC\tA\n1\t7\tA\tG\tA\n1\t5\tA\tG\tA\nc\t7\tA\tG\tA\n"
        "c\t6\tA\tG\tA\n");
  expect_same({"-O", "z"}, 4, "m.tsv");
  auto const finished = split("d", {"-O", "z", "--workers", "3"}, "m.tsv");
  EXPECT_NE(finished.error.find("m.tsv:4: position 5 of contig \"1\""), std::string::npos)
      << finished.error;
  EXPECT_EQ(names_of(in("d")), (Arguments{"1.vcf.gz", "b.vcf.gz", "b.vcf.gz.csi", "c.vcf.gz"}));
}

TEST_F(SplitWorkers, GatherTheRowsOfAContig) {
  std::string text = "CHROM\tPOS\tREF\t1a\t1b\n";
  for (int k = 0; k < 3'000; ++k) {
    text += "c" + std::to_string((k * 7919) % 11) + "\t" + std::to_string(k + 1) + "\tA\tA\tT\n";
  }
  write("m.tsv", text);
  expect_same({"-O", "b"}, 0, "m.tsv");
}

TEST_F(SplitWorkers, StartAgainIfBisectionMissedAContig) {
  std::string text = "CHROM\tPOS\tREF\t1a\t1b\n";
  std::string const ref(20'000, 'G');
  auto const add = [&](std::string const& contig, int first, int last) {
    for (int pos = first; pos <= last; ++pos) {
      text += contig + "\t" + std::to_string(pos) + "\t" + ref + "\tA\tC\n";
    }
  };
  add("chr1", 1, 300);
  add("tiny", 7, 7);
  add("chr1", 301, 400);
  add("chr2", 1, 100);
  write("m.tsv", text);
  auto const finished = split("d", {"--workers", "2"}, "m.tsv");
  ASSERT_NE(finished.error.find("starting again"), std::string::npos) << finished.error;
  expect_same({}, 0, "m.tsv");
  EXPECT_EQ(names_of(in("d")), (Arguments{"chr1.tsv", "chr2.tsv", "tiny.tsv"}));
}

TEST_F(SplitWorkers, ReplaceFilesAndRemoveTheirOldIndexes) {
  ASSERT_EQ(split("d", {"-O", "z"}).exit_code, 0);
  write("d/mine", "old");
  write("back.tsv", "CHROM\tPOS\tREF\t1a\t1b\nchr1\t9\tA\tC\tA\nchr1\t7\tA\tC\tA\nx\t7\tA\tC\tA\n");
  EXPECT_EQ(split("d", {"-O", "z", "--workers", "2"}, "back.tsv").exit_code, 4);
  EXPECT_EQ(in("d").count("chr1.vcf.gz.csi"), 0U);
  EXPECT_EQ(in("d").count("chr2.vcf.gz.csi"), 1U);
  EXPECT_EQ(read("d/mine"), "old");
}

TEST_F(SplitWorkers, ChangeNothingIfTheyFail) {
  write("bad.tsv", read("g.tsv") + "chr8\tx\tA\tA\tA\n");
  write("long.tsv", "CHROM\tPOS\tREF\t1a\nb\t1\tA\tC\n" + std::string(300, 'x') + "\t5\tA\tC\n");
  auto const refused = [&](std::string const& matrix, Arguments const& options, int exit_code,
                           std::initializer_list<std::string_view> words) {
    auto const before = in("d");
    expect_error(split("d", joined(options, {"--workers", "3"}), matrix), exit_code, words);
    EXPECT_TRUE(in("d") == before);
    EXPECT_EQ(has("d"), !before.empty());
  };
  for (bool const is_there : {false, true}) {
    refused("bad.tsv", {}, 3, {"bad.tsv:3002: "});
    refused("g.tsv", {"-o", "x.tsv"}, 2, {"{contig}"});
    refused("g.tsv", {"--rejects", "d/chr3.tsv", "--on-bad-row", "skip"}, 2, {"would overwrite"});
    refused("long.tsv", {}, 3, {"too long"});
    if (is_there) break;
    fs::create_directory(file("d"));
    write("d/chr1.tsv", "old");
  }
  expect_error(split("g.tsv", {"--workers", "2"}), 5, {"g.tsv"});
  expect_error(run({"plan", "g.tsv", "--split-by-contig", "d", "-o", "x"}), 2, {"{contig}"});
}

TEST_F(SplitWorkers, LeaveOnlyAHiddenFolderWhenTheyAreKilled) {
  fs::create_directory(file("d"));
  write("d/chr1.tsv", "old");
  Process process{launch(long_run("--split-by-contig", "d"))};
  ASSERT_TRUE(comes_true([&] { return names_of(in("d/.hapmill-parts")).size() > 2; }));
  process.send(SIGKILL);
  process.wait();
  EXPECT_TRUE(comes_true([&] { return !has_workers(); }));
  EXPECT_EQ(names_of(in("d")), (Arguments{".hapmill-parts", "chr1.tsv"}));
  EXPECT_EQ(read("d/chr1.tsv"), "old");
  EXPECT_EQ(split("d", {"--clean"}).exit_code, 0);
  EXPECT_EQ(names_of(in("d")), (Arguments{"chr1.tsv"}));
}

TEST_F(SplitWorkers, ResumeTheRest) {
  ASSERT_EQ(split("one", {"-O", "b"}).exit_code, 0);
  plan({"-O", "b"});
  ASSERT_EQ(convert("1").exit_code, 0);
  EXPECT_EQ(names_of(in("d")), (Arguments{".hapmill-parts"}));
  fs::rename(file("g.json"), file("d/.hapmill-parts/plan.json"));
  fs::create_directory(file("d/.hapmill-parts/group-00002.split-abcdef"));
  write("d/.hapmill-parts/group-00002.split-abcdef/chr7.bcf", "unfinished");
  for (char const* workers : {"1", "2"}) {
    expect_error(split("d", {"-O", "b", "--workers", workers}), 2, {"--resume", "--clean"});
  }
  expect_error(split("d", {"-o", "a{contig}.bcf", "--resume", "--workers", "2"}), 3, {"--clean"});
  auto const finished = split("d", {"-O", "b", "--resume", "--workers", "2"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_TRUE(in("d") == in("one"));
}

TEST_F(SplitWorkers, ResumeAfterAnObstacleIsRemoved) {
  ASSERT_EQ(split("one", {}).exit_code, 0);
  fs::create_directories(file("d/chr3.tsv"));
  auto const stopped = split("d", {"--workers", "2"});
  EXPECT_EQ(stopped.exit_code, 5);
  EXPECT_NE(stopped.error.find("--resume converts the rest"), std::string::npos) << stopped.error;
  EXPECT_NE(stopped.error.find("chr3.tsv: no file, and in the way"), std::string::npos);
  EXPECT_EQ(names_of(in("d")), (Arguments{".hapmill-parts", "chr3.tsv"}));
  fs::remove(file("d/chr3.tsv"));
  auto const finished = split("d/", {"--resume"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_TRUE(in("d") == in("one"));
}

TEST_F(SplitWorkers, GroupsOfAPlanAreFinalized) {
  std::string const rows = read("g.tsv");
  write("g.tsv", rows.substr(0, rows.size() / 2) + rows.substr(rows.size() / 2 + 1));
  Arguments const options{"-O", "z", "--on-bad-row", "skip", "--rejects"};
  ASSERT_EQ(split("one", joined(options, {"one.txt"})).exit_code, 0);
  plan(joined(options, {"r.txt"}));
  ASSERT_EQ(convert("0").exit_code, 0);
  ASSERT_EQ(convert("2").exit_code, 0);
  expect_error(run({"finalize", "g.json"}), 3, {"group 1"});
  ASSERT_EQ(convert("1").exit_code, 0);
  ASSERT_EQ(convert("1").exit_code, 0) << "once more";
  EXPECT_EQ(names_of(in("d")), (Arguments{".hapmill-parts"}));
  auto expected = in("one");
  expected[".hapmill-parts"] = "a folder";
  for (int k = 0; k < 2;
       ++k) {  // as on another machine, after a run that was killed at its very end
    auto const kept = run({"finalize", "g.json", "--keep-parts", "-q"});
    EXPECT_EQ(kept.exit_code, 0) << kept.error;
    EXPECT_TRUE(in("d") == expected);
  }
  for (auto const& name : names_of(in("d/.hapmill-parts"))) {
    EXPECT_FALSE(name.starts_with("joining-")) << name;
  }
  for (auto const& [name, text] : in("one")) fs::remove(file("d/" + name));
  auto const finished = run({"finalize", "g.json"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_NE(finished.error.find("\nd: "), std::string::npos) << finished.error;
  EXPECT_TRUE(in("d") == in("one"));
  EXPECT_EQ(read("r.txt"), read("one.txt"));
}

TEST_F(SplitWorkers, AGroupWhoseFilesDifferFromItsManifestIsConvertedAgain) {
  plan({});
  for (char const* group : {"0", "1", "2"}) ASSERT_EQ(convert(group).exit_code, 0);
  for (auto const& name : names_of(in("d/.hapmill-parts"))) {
    if (!name.starts_with("group-00002.split-")) continue;
    std::ofstream{file("d/.hapmill-parts/" + name + "/chr7.tsv"), std::ios::app} << "?";
  }
  expect_error(run({"finalize", "g.json"}), 3, {"chr7.tsv has ", "--group 2"});
  EXPECT_EQ(names_of(in("d")), (Arguments{".hapmill-parts"}));
  ASSERT_EQ(convert("2").exit_code, 0);
  EXPECT_EQ(run({"finalize", "g.json"}).exit_code, 0);
  EXPECT_EQ(in("d").size(), 7U);
}

TEST_F(SplitWorkers, AGroupWhoseBytesHaveChangedIsConvertedAgain) {
  plan({"-O", "z"});
  for (char const* group : {"0", "1", "2"}) ASSERT_EQ(convert(group).exit_code, 0);
  for (auto const& name : names_of(in("d/.hapmill-parts"))) {
    if (!name.starts_with("group-00002.split-")) continue;
    for (char const* changed : {"/chr7.vcf.gz", "/chr7.vcf.gz.csi"}) {
      auto const path = "d/.hapmill-parts/" + name + changed;
      auto const good = read(path);
      auto bad = good;
      bad[bad.size() / 2] = static_cast<char>(bad[bad.size() / 2] ^ 1);
      write(path, bad);
      expect_error(run({"finalize", "g.json"}), 3, {changed, "checksum differs", "--group 2"});
      write(path, good);
    }
  }
  EXPECT_EQ(run({"finalize", "g.json"}).exit_code, 0);
  EXPECT_EQ(in("d").size(), 14U);
}

/// Files are published one after the other, and a kill may come between any two.
TEST_F(SplitWorkers, AJoinThatWasKilledIsCompleted) {
  ASSERT_EQ(split("one", {"-O", "z"}).exit_code, 0);
  for (bool const by_workers : {false, true}) {
    for (std::size_t const placed : {1U, 4U, 9U, 14U}) {
      fs::remove_all(file("d"));
      plan({"-O", "z"});
      for (char const* group : {"0", "1", "2"}) ASSERT_EQ(convert(group).exit_code, 0);
      std::size_t count = 0;
      for (auto const& folder : names_of(in("d/.hapmill-parts"))) {
        if (folder.find(".split-") == folder.npos) continue;
        for (auto const& name : names_of(in("d/.hapmill-parts/" + folder))) {
          if (count++ >= placed) break;
          fs::rename(file("d/.hapmill-parts/" + folder + "/" + name), file("d/" + name));
        }
      }
      if (placed == 14) {  // the first folder is already removed
        for (auto const& folder : names_of(in("d/.hapmill-parts"))) {
          if (folder.starts_with("group-00000.split-")) {
            fs::remove(file("d/.hapmill-parts/" + folder));
          }
        }
      }
      if (by_workers) fs::copy(file("g.json"), file("d/.hapmill-parts/plan.json"));
      auto const finished = by_workers ? split("d", {"-O", "z", "--resume", "--workers", "2"})
                                       : run({"finalize", "g.json"});
      ASSERT_EQ(finished.exit_code, 0) << finished.error;
      EXPECT_TRUE(in("d") == in("one")) << placed << ", " << by_workers;
    }
  }
}

TEST_F(SplitWorkers, AnOlderFileIsNotTakenForOneOfThePart) {
  plan({});
  for (char const* group : {"0", "1", "2"}) ASSERT_EQ(convert(group).exit_code, 0);
  for (auto const& name : names_of(in("d/.hapmill-parts"))) {
    if (!name.starts_with("group-00002.split-")) continue;
    auto text = read("d/.hapmill-parts/" + name + "/chr7.tsv");
    fs::remove(file("d/.hapmill-parts/" + name + "/chr7.tsv"));
    text[text.size() / 2] = '?';
    write("d/chr7.tsv", text);
  }
  expect_error(run({"finalize", "g.json"}), 3, {"chr7.tsv cannot be opened", "--group 2"});
}

}  // namespace
}  // namespace hapmill::test
