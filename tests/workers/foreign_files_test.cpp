// What hapmill did not make stays, whatever its name, and nothing is done through links.
#include "support/program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace hapmill::test {
namespace {

namespace fs = std::filesystem;

constexpr uid_t another_user = 65534;

class ForeignFiles : public ProgramTest {
 protected:
  void SetUp() override {
    ASSERT_EQ(run({"generate", "--rows", "400", "--columns", "8", "-o", "m.tsv"}).exit_code, 0);
    ASSERT_EQ(run({"convert", "-q", "m.tsv", "-o", "whole.tsv"}).exit_code, 0);
  }

  /// Folders and files of the user, by names like those of parts.
  void add_foreign(std::string const& parts) const {
    fs::create_directories(file(parts + "/group-photos"));
    write(parts + "/group-photos/keep.txt", "keep");
    fs::create_directories(file(parts + "/group-00001.part"));
    write(parts + "/group-00001.part/keep.txt", "keep");
    fs::create_directories(file(parts + "/group-00000.split-AbCd12/inner"));
    write(parts + "/group-00000.split-AbCd12/inner/keep.txt", "keep");
    write(parts + "/group-00000.split-AbCd12/keep.txt", "keep");
    for (char const* name :
         {"group-thesis", "group-00000.partner", "group-000001.part", "group-00002.split-1",
          "joining-notes", "notes.hapmill-part", "plan.json.old", "plan.json.tmp", "notes.tmp"}) {
      write(parts + "/" + name, "keep");
    }
    fs::create_directory(file("elsewhere"));
    write("elsewhere/keep.txt", "keep");
    fs::create_directory_symlink(file("elsewhere"), file(parts + "/group-00003.split-AbCd12"));
    fs::create_symlink(file("elsewhere/keep.txt"), file(parts + "/group-00004.part"));
  }

  std::vector<std::string> everything() const {
    std::vector<std::string> paths;
    for (auto const& entry : fs::recursive_directory_iterator{folder_.path()}) {
      if (!entry.is_directory() || entry.is_symlink()) paths.push_back(entry.path().string());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
  }

  /// The same files and the output, and nothing else.
  void expect_kept(std::vector<std::string> before, std::string const& output) const {
    if (!output.empty()) before.push_back(file(output));
    std::sort(before.begin(), before.end());
    EXPECT_EQ(everything(), before);
    EXPECT_EQ(read("elsewhere/keep.txt"), "keep");
  }

  static void expect_named(Finished const& finished) {
    for (char const* words : {"stays", "group-"}) {
      EXPECT_NE(finished.error.find(words), std::string::npos) << finished.error;
    }
  }
};

TEST_F(ForeignFiles, StayWhereWorkersConvert) {
  add_foreign("o.tsv.parts");
  fs::remove_all(file("o.tsv.parts/group-00001.part"));  // where a part is to be
  auto const before = everything();
  auto const finished = run({"convert", "m.tsv", "-o", "o.tsv", "--workers", "2"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(read("o.tsv"), read("whole.tsv"));
  expect_named(finished);
  expect_kept(before, "o.tsv");
}

TEST_F(ForeignFiles, StayWhereAFolderOfPartsIsCleaned) {
  add_foreign("o.tsv.parts");
  auto const before = everything();
  for (char const* ours : {"group-00000.part", "group-00000.rejects", "group-00000.json",
                           "group-99999.part.12-0123456789abcdef.tmp", "plan.json", "lock",
                           "plan.json.7-0123456789abcdef.tmp", ".o.tsv.hapmill-part",
                           "joining-01234567-89ab-cdef-0123-456789abcdef"}) {
    write(std::string{"o.tsv.parts/"} + ours, "ours");
  }
  auto const cleaned = run({"convert", "m.tsv", "-o", "o.tsv", "--clean"});
  EXPECT_EQ(cleaned.exit_code, 0) << cleaned.error;
  expect_named(cleaned);
  expect_kept(before, "");
}

TEST_F(ForeignFiles, StayWhereAPlanIsFinalized) {
  write("plan.json", run({"plan", "m.tsv", "-o", "o.tsv", "--groups", "1", "--json"}).output);
  add_foreign("o.tsv.parts");
  auto const before = everything();
  ASSERT_EQ(run({"convert", "-q", "--plan", "plan.json", "--group", "0"}).exit_code, 0);
  auto const finished = run({"finalize", "plan.json"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(read("o.tsv"), read("whole.tsv"));
  expect_named(finished);
  expect_kept(before, "o.tsv");
}

TEST_F(ForeignFiles, StayInFoldersOfContigs) {
  for (char const* workers : {"1", "2"}) {
    fs::create_directories(file("d/.hapmill-parts/group-x"));
    write("d/.hapmill-parts/group-x/keep.txt", "keep");
    fs::create_directories(file("d/.hapmill-parts/group-00000.split-AbCd12/inner"));
    write("d/.hapmill-parts/group-00000.split-AbCd12/keep.txt", "keep");
    write("d/.hapmill-parts/group-00000.split-AbCd12/chr1.tsv", "ours");
    write("d/mine", "keep");
    auto const finished = run({"convert", "m.tsv", "--split-by-contig", "d", "--workers", workers});
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    auto const cleaned = run({"convert", "m.tsv", "--split-by-contig", "d", "--clean"});
    EXPECT_EQ(cleaned.exit_code, 0) << cleaned.error;
    expect_named(cleaned);
    for (char const* kept : {"d/.hapmill-parts/group-x/keep.txt", "d/mine",
                             "d/.hapmill-parts/group-00000.split-AbCd12/keep.txt",
                             "d/.hapmill-parts/group-00000.split-AbCd12/inner"}) {
      EXPECT_TRUE(has(kept)) << kept;
    }
    EXPECT_FALSE(has("d/.hapmill-parts/group-00000.split-AbCd12/chr1.tsv"));
    EXPECT_FALSE(has("d/.hapmill-parts/lock"));
    EXPECT_TRUE(has("d/chr1.tsv"));
    fs::remove_all(file("d"));
  }
}

TEST_F(ForeignFiles, AreNotMovedOutOfAFolderOfContigs) {
  write("plan.json", run({"plan", "m.tsv", "--split-by-contig", "d", "--json"}).output);
  ASSERT_EQ(run({"convert", "-q", "--plan", "plan.json", "--group", "0"}).exit_code, 0);
  std::string split;
  for (auto const& entry : fs::directory_iterator{file("d/.hapmill-parts")}) {
    if (entry.is_directory()) split = entry.path().string();
  }
  ASSERT_FALSE(split.empty());
  write_text(split + "/keep.txt", "keep");
  auto const finished = run({"finalize", "plan.json"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(read_text(split + "/keep.txt"), "keep");
  EXPECT_NE(finished.error.find("/keep.txt"), std::string::npos) << finished.error;
  EXPECT_FALSE(has("d/keep.txt"));
  EXPECT_TRUE(has("d/chr1.tsv"));
}

/// All ways to use a folder of parts.
std::vector<std::vector<std::string>> ways(std::string const& option, std::string const& name) {
  std::vector<std::vector<std::string>> ways;
  for (std::vector<std::string> const& more : {std::vector<std::string>{"--workers", "2"},
                                               {"--workers", "2", "--resume"},
                                               {"--resume"},
                                               {"--clean"}}) {
    ways.push_back({"convert", "m.tsv", option, name});
    ways.back().insert(ways.back().end(), more.begin(), more.end());
  }
  ways.push_back({"convert", "--plan", "plan.json", "--group", "0"});
  ways.push_back({"finalize", "plan.json"});
  return ways;
}

TEST_F(ForeignFiles, AreNotReachedThroughALink) {
  for (auto const& [option, name, parts] :
       {std::tuple{"-o", "o.tsv", "o.tsv.parts"},
        std::tuple{"--split-by-contig", "d", "d/.hapmill-parts"}}) {
    fs::create_directories(file("d"));
    fs::create_directories(file("victim/group-thesis"));
    write("victim/group-thesis/t", "keep");
    for (char const* file : {"plan.json", "lock", "group-00000.part", "group-00000.json"}) {
      write(std::string{"victim/"} + file, "keep");
    }
    write("plan.json", run({"plan", "m.tsv", option, name, "--json"}).output);
    fs::create_directory_symlink(file("victim"), file(parts));
    auto const before = everything();
    for (auto const& arguments : ways(option, name)) {
      expect_error(run(arguments), 5, {"is a symbolic link"});
      EXPECT_EQ(everything(), before) << testing::PrintToString(arguments);
    }
    for (char const* file : {"plan.json", "lock", "group-00000.part"}) {
      EXPECT_EQ(read(std::string{"victim/"} + file), "keep");
    }
    // One process needs no parts.
    EXPECT_EQ(run({"convert", "-q", "m.tsv", option, name}).exit_code, 0);
    EXPECT_EQ(read("victim/group-thesis/t"), "keep");
    fs::remove(file(parts));
    fs::remove_all(file("victim"));
  }
}

TEST_F(ForeignFiles, OfAnotherUserStay) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root makes folders of other users";
  write("plan.json", run({"plan", "m.tsv", "-o", "o.tsv", "--json"}).output);
  fs::create_directory(file("o.tsv.parts"));
  write("o.tsv.parts/group-00000.part", "keep");
  write("o.tsv.parts/plan.json", "keep");
  ASSERT_EQ(::chown(file("o.tsv.parts").c_str(), another_user, another_user), 0);
  auto const before = everything();
  for (auto const& arguments : ways("-o", "o.tsv")) {
    expect_error(run(arguments), 5, {"o.tsv.parts belongs to another user"});
    EXPECT_EQ(everything(), before) << testing::PrintToString(arguments);
  }
  EXPECT_EQ(read("o.tsv.parts/plan.json"), "keep");
}

TEST_F(ForeignFiles, InThePlaceOfATemporaryFileStopNobody) {
  ASSERT_EQ(::mkfifo(file(".o.tsv.hapmill-part").c_str(), 0666), 0);
  expect_error(run({"convert", "m.tsv", "-o", "o.tsv"}), 5, {"is in the way"});
  expect_error(run({"convert", "m.tsv", "-o", "o.tsv", "--workers", "2"}), 5, {"is in the way"});
  auto const reader = open_file(file(".o.tsv.hapmill-part"), O_RDWR);
  expect_error(run({"convert", "m.tsv", "-o", "o.tsv"}), 5, {"is in the way"});
  fs::remove(file(".o.tsv.hapmill-part"));
  write("precious", "keep");
  fs::create_symlink("precious", file(".o.tsv.hapmill-part"));
  expect_error(run({"convert", "m.tsv", "-o", "o.tsv"}), 5, {"is in the way"});
  EXPECT_EQ(read("precious"), "keep");
}

TEST_F(ForeignFiles, InThePlaceOfPartsAreNotRead) {
  write("plan.json", run({"plan", "m.tsv", "-o", "o.tsv", "--json"}).output);
  ASSERT_EQ(run({"convert", "-q", "--plan", "plan.json", "--group", "0"}).exit_code, 0);
  for (std::string const name : {"o.tsv.parts/group-00000.part", "o.tsv.parts/group-00000.json"}) {
    fs::rename(file(name), file("whole"));
    ASSERT_EQ(::mkfifo(file(name).c_str(), 0600), 0);
    expect_error(run({"finalize", "plan.json"}), 3, {"group 0"});
    fs::remove(file(name));
    fs::create_symlink(file("whole"), file(name));
    expect_error(run({"finalize", "plan.json"}), 3, {"group 0"});
    fs::remove(file(name));
    fs::rename(file("whole"), file(name));
  }
  EXPECT_EQ(run({"finalize", "-q", "plan.json"}).exit_code, 0);
  EXPECT_EQ(read("o.tsv"), read("whole.tsv"));
  EXPECT_FALSE(has("o.tsv.parts"));
}

}  // namespace
}  // namespace hapmill::test
