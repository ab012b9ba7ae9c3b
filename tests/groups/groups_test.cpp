// Tests hapmill plan, convert --plan --group and finalize.
#include "support/program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace hapmill::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

class PlannedGroups : public ProgramTest {
 protected:
  void SetUp() override {
    ASSERT_EQ(run({"generate", "--rows", "3000", "--columns", "8", "-o", "m.tsv"}).exit_code, 0);
  }

  /// Writes plan.json. `options` are additional arguments of `hapmill plan`.
  void plan(Arguments options) const {
    options.insert(options.begin(), {"plan", "m.tsv", "--json"});
    auto const finished = run(options);
    ASSERT_EQ(finished.exit_code, 0) << finished.error;
    EXPECT_EQ(finished.error, "");
    write("plan.json", finished.output);
  }

  Finished convert(std::size_t group) const {
    return run({"convert", "-q", "--plan", "plan.json", "--group", std::to_string(group)});
  }

  void convert_all(std::size_t count) const {
    for (std::size_t k = 0; k < count; ++k) {
      auto const finished = convert(k);
      ASSERT_EQ(finished.exit_code, 0) << finished.error;
      EXPECT_EQ(finished.error, "");
    }
  }

  Finished finalize() const { return run({"finalize", "-q", "plan.json"}); }

  void expect_output(std::string const& output) const {
    ASSERT_EQ(run({"convert", "-q", "m.tsv", "-o", "whole-" + output}).exit_code, 0);
    EXPECT_TRUE(read(output) == read("whole-" + output));
    for (std::string const index : {".csi", ".tbi"}) {
      EXPECT_EQ(has(output + index), has("whole-" + output + index));
      if (!has(output + index)) continue;
      EXPECT_TRUE(read(output + index) == read("whole-" + output + index));
    }
    EXPECT_FALSE(has(output + ".parts"));
  }

  /// Makes a plan of three groups and returns it.
  void expect_missing(std::initializer_list<std::string_view> words) const {
    auto const finished = finalize();
    expect_error(finished, 3, words);
    EXPECT_FALSE(has("t.vcf.gz"));
  }

  std::string part(std::size_t group, std::string const& suffix = ".part") const {
    return "t.vcf.gz.parts/group-0000" + std::to_string(group) + suffix;
  }
};

TEST_F(PlannedGroups, PlanListsTheNeedsAndResultsOfEachGroup) {
  plan({"--groups", "2", "--threads", "3", "-o", "t.tsv"});
  auto const whole = nlohmann::json::parse(read("plan.json"));
  EXPECT_EQ(whole["threads"], 3);
  EXPECT_GT(whole["expected_memory"].get<std::uint64_t>(), 1U << 20);
  convert_all(2);
  ASSERT_EQ(run({"finalize", "-q", "plan.json"}).exit_code, 0);
  auto const bytes = static_cast<double>(read("t.tsv").size());
  EXPECT_NEAR(whole["expected_output"].get<double>(), bytes, bytes / 4);

  plan({"--groups", "2", "--threads", "3", "-o", "t.tsv", "--max-memory", "12M"});
  auto const small = nlohmann::json::parse(read("plan.json"));
  EXPECT_LE(small["expected_memory"].get<std::uint64_t>(), 12U << 20);
  EXPECT_LT(small["threads"], 3);
}

TEST_F(PlannedGroups, AreJoinedToTheOutputAndItsIndex) {
  for (std::string const output : {"t.tsv", "t.tsv.gz", "t.vcf", "t.vcf.gz", "t.bcf"}) {
    plan({"-o", output, "--groups", "3"});
    convert_all(3);
    EXPECT_EQ(finalize().error, "");
    expect_output(output);
  }
}

TEST_F(PlannedGroups, SummaryAndReportAreThoseOfOneProcess) {
  Arguments const options{"-o", "t.vcf.gz", "--report", "r.json"};
  Arguments arguments{"convert", "m.tsv"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  auto const whole = run(arguments);
  auto const report = Json::parse(read("r.json"));
  arguments = options;
  arguments.insert(arguments.end(), {"--groups", "4"});
  plan(arguments);
  convert_all(4);
  auto const finished = run({"finalize", "plan.json"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_EQ(finished.error.substr(0, finished.error.find('\n')),
            whole.error.substr(0, whole.error.find('\n')));
  EXPECT_NE(finished.error.find("t.vcf.gz: 4 samples, 5 contigs"), std::string::npos);
  auto const joined = Json::parse(read("r.json"));
  for (auto const& [key, value] : report.items()) {
    ASSERT_TRUE(joined.contains(key)) << key;
    if (key == "rows" || key == "contigs" || key == "samples" || key == "bytes_out") {
      EXPECT_EQ(joined.at(key), value);
    }
  }
}

TEST_F(PlannedGroups, PlanDescribesItselfToPeople) {
  auto const finished = run({"plan", "m.tsv", "-o", "t.vcf.gz", "--groups", "3"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  for (char const* words :
       {"m.tsv: ", "5 contigs", "\"chr1\": ", "about 600 rows", "1 segment", "3 groups",
        "group 2: ", "of memory", "t.vcf.gz: about ", "t.vcf.gz.parts"}) {
    EXPECT_NE(finished.output.find(words), std::string::npos) << words << '\n' << finished.output;
  }
  EXPECT_EQ(names(), Arguments{"m.tsv"}) << "nothing is written";
  auto const fewer = run({"plan", "m.tsv", "-o", "t.tsv", "--groups", "9"});
  EXPECT_NE(fewer.output.find("5 groups and not 9"), std::string::npos) << fewer.output;
  auto const empty = run({"plan", "m.tsv", "-o", "t.tsv", "-r", "chr1"});
  EXPECT_NE(empty.output.find("\"chr2\": 0 B, about 0 rows"), std::string::npos) << empty.output;
  auto const split = run({"plan", "m.tsv", "--split-by-contig", "d", "--groups", "9"});
  EXPECT_NE(split.output.find("no more contigs, which --split-by-contig keeps whole"),
            std::string::npos)
      << split.output;
}

TEST_F(PlannedGroups, OutputsThatCannotBeDividedAreRefused) {
  expect_error(run({"plan", "m.tsv"}), 2, {"regular file", "-o"});
  expect_error(run({"plan", "m.tsv", "-o", "/dev/null"}), 2, {"regular file"});
  expect_error(run({"plan", "m.tsv", "-o", "t.tsv", "--groups", "0"}), 2, {"--groups 0"});
  expect_error(run({"plan", "m.tsv", "-o", "m.tsv"}), 2, {"overwrite"});
  expect_error(run({"plan", "m.tsv", "-o", "t.tsv", "--plan", "p"}), 2, {"--plan is for convert"});
  expect_error(run({"plan", "m.tsv", "-o", "t.tsv", "--clean"}), 2, {"--clean is for convert"});
}

TEST_F(PlannedGroups, StandardInputAndPipesAreRefusedInTheWordsOfWorkers) {
  ASSERT_EQ(::mkfifo(file("pipe").c_str(), 0600), 0);
  auto const expect_refused = [&](std::string const& what, Arguments const& arguments) {
    auto const matrix = open_file(file("m.tsv"), O_RDONLY);
    Launch launch;
    launch.input = matrix.number();
    auto planned = arguments;
    planned.insert(planned.begin(), {"plan", "-o", "t.vcf", "--json"});
    auto const refused = run(planned, launch);
    expect_error(refused, 2, {"each of the --workers", what + ": give it as a regular file"});
    EXPECT_EQ(refused.output, "");
    auto shared = arguments;
    shared.insert(shared.begin(), {"convert", "-o", "t.vcf", "--workers", "2"});
    EXPECT_EQ(run(shared, launch).error, refused.error);
  };
  expect_refused("standard input", {"-"});
  for (std::string const name : {"/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"}) {
    expect_refused(name, {name});
    expect_refused(name, {"m.tsv", "-S", name});
  }
  expect_refused("pipe", {"pipe"});
  expect_refused("pipe", {"m.tsv", "pipe"});
  for (char const* option : {"--header", "--column-names", "--fai", "--pairs", "--regions-file",
                             "--rename", "--samples-file"}) {
    expect_refused("pipe", {"m.tsv", option, "pipe"});
  }
  expect_refused("pipe", {"m.tsv", "--samples-file", "^pipe"});
}

TEST_F(PlannedGroups, WithAPlanOnlyMachineOptionsAreAccepted) {
  plan({"-o", "t.tsv", "--groups", "2"});
  expect_error(run({"convert", "--plan", "plan.json"}), 2, {"--group K"});
  expect_error(run({"convert", "m.tsv", "--group", "1"}), 2, {"--plan"});
  expect_error(run({"convert", "m.tsv", "--plan", "plan.json", "--group", "1"}), 2, {"m.tsv"});
  expect_error(run({"convert", "--plan", "plan.json", "--group", "1", "--ps"}), 2, {"--ps"});
  expect_error(convert(2), 2, {"--group 2", "0 to 1"});
  expect_error(run({"finalize"}), 2, {"one plan"});
  EXPECT_FALSE(has("t.tsv.parts"));
  auto const finished = run({"convert", "--plan", "plan.json", "--group", "1", "--threads", "2",
                             "--chunk-size", "1K", "--simd", "scalar", "--device", "cpu"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_NE(finished.error.find("group 1 of 2"), std::string::npos) << finished.error;
  auto const manifest = Json::parse(read("t.tsv.parts/group-00001.json"));
  EXPECT_EQ(manifest.at("backend"), "cpu (scalar)");
  EXPECT_EQ(manifest.at("threads"), 2);
}

TEST_F(PlannedGroups, InvalidPlansAreRefused) {
  expect_error(convert(0), 3, {"plan.json", "No such file"});
  for (std::string const text : {"", "{", "[]", "{\"format\": \"hapmill part\"}",
                                 "{\"format\": \"hapmill plan\", \"format_version\": 99}",
                                 "{\"format\": \"hapmill plan\", \"format_version\": 1}"}) {
    write("plan.json", text);
    expect_error(convert(0), 3, {"plan.json is not a plan"});
    expect_error(finalize(), 3, {"plan.json is not a plan"});
  }
  plan({"-o", "t.tsv", "--groups", "2"});
  auto edited = Json::parse(read("plan.json"));
  edited["hapmill"] = "0.0.1";
  write("plan.json", edited.dump());
  expect_error(convert(0), 3, {"hapmill 0.0.1", "make the plan again"});
  plan({"-o", "t.tsv", "--groups", "2"});
  for (auto const& change :
       std::vector<std::pair<std::string, Json>>{{"/groups/0/range_count", 1},
                                                 {"/groups/1/first_range", 99},
                                                 {"/contigs/0/number", 7},
                                                 {"/contigs/0/ends/0", 99'999'999'999},
                                                 {"/inputs/0/size", 3},
                                                 {"/shape", "0"},
                                                 {"/contigs/1/name", "chr1"},
                                                 {"/contigs/1/name", "%zz"},
                                                 {"/contigs/0/number", -1},
                                                 {"/contigs/0/number", 1e30},
                                                 {"/contigs/0/begins/0", 0.5},
                                                 {"/groups/1/bytes", -1},
                                                 {"/digest", 5},
                                                 {"/groups", Json::array()}}) {
    edited = Json::parse(read("plan.json"));
    edited[Json::json_pointer{change.first}] = change.second;
    write("edited.json", edited.dump());
    auto const finished = run({"convert", "--plan", "edited.json", "--group", "0"});
    EXPECT_EQ(finished.exit_code, 3) << change.first << ' ' << finished.error;
  }
}

TEST_F(PlannedGroups, AreRefusedOnAnotherFileSystem) {
  plan({"-o", "t.tsv", "--groups", "2"});
  fs::create_directory_symlink("/proc", file("t.tsv.parts"));
  expect_error(convert(0), 5, {"t.tsv.parts is on another file system"});
}

TEST_F(PlannedGroups, MissingGroupsAreNamed) {
  plan({"-o", "t.vcf.gz", "--groups", "5"});
  ASSERT_EQ(convert(1).exit_code, 0);
  expect_missing(
      {"group 0: it has not been converted yet", "--group 0, 2 to 4", "(4 of 5 groups)"});
  ASSERT_EQ(convert(0).exit_code, 0);
  ASSERT_EQ(convert(2).exit_code, 0);
  ASSERT_EQ(convert(3).exit_code, 0);
  expect_missing({"--group 4"});
  ASSERT_EQ(convert(4).exit_code, 0);
  EXPECT_EQ(finalize().exit_code, 0);
  expect_output("t.vcf.gz");
}

TEST_F(PlannedGroups, PartsThatDoNotFitAreNamed) {
  plan({"-o", "t.vcf.gz", "--groups", "3"});
  convert_all(3);
  auto const good = read(part(1));
  auto bad = good;
  bad[bad.size() / 2] = static_cast<char>(bad[bad.size() / 2] ^ 1);
  write(part(1), bad);
  expect_missing({"group 1: ", "checksum", "--group 1", "(1 of 3 groups)"});
  write(part(1), good.substr(0, good.size() - 1));
  expect_missing({"group 1: ", "bytes", "--group 1"});
  fs::remove(file(part(1)));
  expect_missing({"group 1: ", "cannot be opened"});
  write(part(1), good);
  auto const manifest = read(part(1, ".json"));
  write(part(1, ".json"), manifest.substr(0, manifest.size() / 2));
  expect_missing({"group 1: ", "not JSON"});
  auto counts = manifest;
  counts.replace(counts.find("\"rows\":[") + 8, 1, "9");
  write(part(1, ".json"), counts);
  expect_missing({"group 1: ", "was changed after it was written", "--group 1"});
  write(part(1, ".json"), read(part(2, ".json")));
  expect_missing({"group 1: ", "another plan"});
  write(part(1, ".json"), manifest);
  EXPECT_EQ(finalize().exit_code, 0);
  expect_output("t.vcf.gz");
}

TEST_F(PlannedGroups, PartsOfAnotherPlanDoNotFit) {
  plan({"-o", "t.vcf.gz", "--groups", "3"});
  convert_all(3);
  plan({"-o", "t.vcf.gz", "--groups", "2"});
  expect_missing({"another plan", "--group 0, 1"});
  plan({"-o", "t.vcf.gz", "--groups", "3", "--ps"});
  expect_missing({"another plan", "--group 0 to 2"});
  // Options that do not affect the output may differ.
  plan({"-o", "t.vcf.gz", "--groups", "3", "--threads", "2", "--chunk-size", "5K"});
  EXPECT_EQ(finalize().exit_code, 0);
  expect_output("t.vcf.gz");
}

TEST_F(PlannedGroups, MatrixThatChangesIsNoticed) {
  plan({"-o", "t.vcf.gz", "--groups", "2"});
  convert_all(2);
  auto const text = read("m.tsv");
  auto const time = fs::last_write_time(file("m.tsv"));
  std::ofstream{folder_.path() / "m.tsv", std::ios::app} << "chr9\t1\tA\tA\tA\tA\tA\tA\tA\tA\tT\n";
  fs::last_write_time(file("m.tsv"), time);
  expect_error(convert(1), 3, {"m.tsv has changed", "make the plan again"});
  expect_missing({"m.tsv has changed", "make the plan again"});
  write("m.tsv", text);
  fs::last_write_time(file("m.tsv"), time + std::chrono::nanoseconds{1000});
  expect_error(convert(1), 3, {"m.tsv has changed", "make the plan again"});
  fs::last_write_time(file("m.tsv"), time);
  EXPECT_EQ(finalize().exit_code, 0);
  expect_output("t.vcf.gz");
}

TEST_F(PlannedGroups, FilesOfOptionsThatChangeAreNoticed) {
  write("pairs.tsv", "x\ts001a\ts002b\n");
  write("m.fai", "chr1\t1000000\nchr2\t1000000\nchr3\t1000000\nchr4\t1000000\nchr5\t1000000\n");
  plan({"-o", "t.vcf.gz", "--groups", "2", "--pairs", "pairs.tsv", "--fai", "m.fai"});
  convert_all(2);
  write("pairs.tsv", "x\ts001a\ts003b\n");
  expect_error(convert(0), 3, {"make the plan again"});
  expect_missing({"make the plan again"});
  write("pairs.tsv", "x\ts001a\ts002b\n");
  auto const fai = read("m.fai");
  write("m.fai", fai + "chr6\t1000\n");
  expect_error(convert(0), 3, {"make the plan again"});
  write("m.fai", fai);
  EXPECT_EQ(finalize().exit_code, 0);
}

TEST_F(PlannedGroups, RegionsAndAReferenceThatChangeAreNoticed) {
  write("r.bed", "chr1\t0\t5000\nchr2\t0\t5000\n");
  plan({"-o", "t.vcf.gz", "--groups", "2", "-R", "r.bed"});
  convert_all(2);
  write("r.bed", "chr1\t0\t5000\nchr2\t0\t5001\n");
  expect_error(convert(0), 3, {"regions", "make the plan again"});
  expect_missing({"make the plan again"});

  write("g.fa", ">chr1\nACGTACGT\n");
  write("g.fa.fai", "chr1\t8\t6\t8\t9\n");
  plan({"-o", "t.vcf.gz", "--groups", "2", "--reference", "g.fa"});
  convert_all(2);
  auto const time = fs::last_write_time(file("g.fa"));
  write("g.fa", ">chr1\nACGTACGA\n");
  fs::last_write_time(file("g.fa"), time + std::chrono::seconds{1});
  expect_error(convert(0), 3, {"make the plan again"});
  fs::last_write_time(file("g.fa"), time);
  EXPECT_EQ(convert(0).exit_code, 0);
}

TEST_F(PlannedGroups, ABadRowEndsItsGroupLikeAConversion) {
  auto text = read("m.tsv");
  text += "chr5\t99999999999\tA\tA\tA\tA\tA\tA\tA\tA\tT\n";
  write("m.tsv", text);
  auto const whole = run({"convert", "m.tsv", "-q", "-o", "whole"});
  plan({"-o", "t.vcf.gz", "--groups", "2"});
  EXPECT_EQ(convert(0).exit_code, 0);
  auto const finished = convert(1);
  EXPECT_EQ(finished.exit_code, 3);
  EXPECT_EQ(finished.error, whole.error);
  EXPECT_FALSE(has(part(1)));
  EXPECT_FALSE(has(part(1, ".json")));
  expect_missing({"--group 1"});
}

TEST_F(PlannedGroups, APlanInAnotherFolderFindsItsFiles) {
  fs::create_directory(file("there"));
  write("pairs.tsv", "x\ts001a\ts002b\n");
  Launch there;
  there.folder = file("there");
  auto const planned = run({"plan", "../m.tsv", "--groups", "2", "--json", "-o", "t.tsv", "--pairs",
                            "../pairs.tsv", "--report", "r.json"},
                           there);
  ASSERT_EQ(planned.exit_code, 0) << planned.error;
  write("plan.json", planned.output);
  convert_all(2);
  EXPECT_EQ(finalize().error, "");
  EXPECT_TRUE(has("there/t.tsv") && has("there/r.json"));
  fs::remove_all(file("there"));
  expect_error(convert(0), 3, {"folder in which the plan was made", "No such file"});
}

TEST_F(PlannedGroups, NamesMayHaveAnyBytes) {
  std::string const odd = "m\xFF%41\xC3\xA9.tsv";
  write(odd,
        "CHROM\tPOS\tREF\t1a\t1b\n\xFE%\t1\tA\tA\tT\n\xC3\xA9\t1\tA\tA\tT\n\"\\\t1\tA\tA\tT\n");
  auto const planned = run({"plan", odd, "--groups", "3", "--json", "-o", "t.tsv"});
  ASSERT_EQ(planned.exit_code, 0) << planned.error;
  write("plan.json", planned.output);
  convert_all(3);
  EXPECT_EQ(finalize().error, "");
  EXPECT_EQ(read("t.tsv"), run({"convert", "-q", odd}).output);
}

TEST_F(PlannedGroups, AMatrixWithoutRowsHasOneGroup) {
  write("m.tsv", "CHROM\tPOS\tREF\t1a\t1b\n");
  plan({"-o", "t.vcf.gz", "--groups", "3"});
  convert_all(1);
  EXPECT_EQ(finalize().error, "");
  expect_output("t.vcf.gz");
}

TEST_F(PlannedGroups, TheTargetOfALinkIsReplaced) {
  fs::create_directory(file("there"));
  fs::create_symlink("there/t.tsv", file("link.tsv"));
  plan({"-o", "link.tsv", "--groups", "2"});
  convert_all(2);
  EXPECT_EQ(finalize().error, "");
  EXPECT_TRUE(fs::is_symlink(file("link.tsv")));
  ASSERT_EQ(run({"convert", "-q", "m.tsv", "-o", "whole"}).exit_code, 0);
  EXPECT_EQ(read("there/t.tsv"), read("whole"));
}

}  // namespace
}  // namespace hapmill::test
