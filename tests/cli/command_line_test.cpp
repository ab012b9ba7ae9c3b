#include "support/program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "hapmill/version.hpp"

namespace hapmill::test {
namespace {

class CommandLine : public ProgramTest {
 protected:
  void SetUp() override { write("m.tsv", small_matrix); }

  void expect_refused(Arguments arguments, std::initializer_list<std::string_view> words) const {
    arguments.insert(arguments.begin(), "convert");
    auto const finished = run(arguments);
    expect_error(finished, 2, words);
    EXPECT_EQ(finished.output, "");
    EXPECT_EQ(names(), Arguments{"m.tsv"});
  }
};

TEST_F(CommandLine, WithoutCommandPointsToHelp) { expect_error(run({}), 2, {"--help"}); }

TEST_F(CommandLine, UnknownCommandNamesThoseThatWork) {
  expect_error(run({"confert", "m.tsv"}), 2, {"confert", "convert", "generate"});
}

TEST_F(CommandLine, HelpAndVersionGoToStandardOutput) {
  for (char const* word : {"--help", "-h", "help"}) {
    auto const help = run({word});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_EQ(help.error, "");
    EXPECT_NE(help.output.find("convert"), std::string::npos);
    EXPECT_NE(help.output.find("130"), std::string::npos) << "exit codes are told";
  }
  for (char const* word : {"--version", "-V"}) {
    auto const told = run({word});
    EXPECT_EQ(told.exit_code, 0);
    EXPECT_EQ(told.output, "hapmill " + std::string{version} + "\n");
    EXPECT_EQ(told.error, "");
  }
}

/// The paragraphs of a help text that begin with an option, each as one line.
std::vector<std::string> option_entries(std::string const& help) {
  std::vector<std::string> entries;
  std::size_t begin = 0;
  for (std::size_t end = help.find('\n'); end != std::string::npos;
       begin = end + 1, end = help.find('\n', begin)) {
    std::string const line = help.substr(begin, end - begin);
    std::size_t const text = line.find_first_not_of(' ');
    if (text == std::string::npos) continue;
    bool const begins = line[text] == '-' && text <= 6;
    if (begins) entries.push_back(line);
    if (!begins && text > 6 && !entries.empty()) entries.back() += " " + line.substr(text);
  }
  return entries;
}

TEST_F(CommandLine, HelpShowsEveryDefault) {
  // These have none, or are no more than a switch.
  Arguments const without{"--header ",         "--column-names ", "--rejects ", "--report ",
                          "--full-scan ",      "--quiet ",        "--help ",    "--no-header ",
                          "--crlf ",           "--ps ",           "--fai ",     "--no-version ",
                          "--samples ",        "--samples-file ", "--rename ",  "--snps-only ",
                          "--memory-profile ", "--plan ",         "--group ",   "--resume ",
                          "--clean "};
  for (char const* command : {"convert", "generate"}) {
    auto const help = run({command, "--help"});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_EQ(help.error, "");
    auto const entries = option_entries(help.output);
    EXPECT_GE(entries.size(), 12U) << help.output;
    for (auto const& entry : entries) {
      bool const has_none = std::any_of(without.begin(), without.end(), [&](auto const& option) {
        return entry.find(option) != std::string::npos;
      });
      EXPECT_EQ(entry.find("(default: ") == std::string::npos, has_none) << entry;
    }
    EXPECT_EQ(help.output.find(" \n"), std::string::npos) << "no space at the end of a line";
  }
}

TEST_F(CommandLine, HelpWinsOverEverythingElse) {
  EXPECT_EQ(run({"convert", "nowhere.tsv", "--help"}).exit_code, 0);
}

TEST_F(CommandLine, HelpOfEveryCommandNamesItAndItself) {
  for (char const* command :
       {"check", "convert", "devices", "extract", "finalize", "generate", "plan"}) {
    auto const help = run({command, "--help"});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_NE(help.output.find("Usage:\n  hapmill " + std::string{command} + " "),
              std::string::npos)
        << help.output;
    EXPECT_NE(help.output.find("-h, --help"), std::string::npos) << command;
  }
}

TEST_F(CommandLine, RefusesUnknownOptions) {
  expect_refused({"m.tsv", "--colour"}, {"there is no option --colour; see --help"});
  expect_refused({"m.tsv", "-z"}, {"there is no option -z; see --help"});
  expect_refused({"m.tsv", "--pairs"}, {"--pairs needs a value; see --help"});
  expect_refused({"m.tsv", "--sort=never"}, {"a switch takes no value, and never is one"});
  expect_refused({"m.tsv", "-\u00e9"}, {"-\u00e9 is not an option"});
  expect_error(run({"generate", "extra"}), 2, {"extra"});
}

TEST_F(CommandLine, RefusesNoMatrixAndNamelessOnes) {
  expect_refused({}, {"no matrix", "standard input"});
  expect_refused({""}, {"empty name"});
  expect_refused({"m.tsv", "", "n.tsv"}, {"empty name"});
}

TEST_F(CommandLine, RefusesUnknownWordsAndNamesThoseThatWork) {
  struct Case {
    char const* option;
    std::initializer_list<std::string_view> words;
  };
  for (auto const& [option, words] : std::initializer_list<Case>{
           {"--missing", {"ref", "keep", "dot"}},
           {"--deletion", {"ref", "keep", "star", "missing", "drop-site"}},
           {"--half-call", {"keep", "missing", "ref", "error"}},
           {"--ambiguous", {"literal", "missing", "error"}},
           {"--table-style", {"panel-v1", "panel", "phase", "vcf-simplify"}},
           {"--alt-order", {"first", "acgt", "frequency"}},
           {"--alt-from", {"all", "printed"}},
           {"--unpaired", {"skip", "haploid"}},
           {"--contig-order", {"first", "sorted"}},
           {"--on-bad-row", {"error", "skip"}},
           {"--fold-case", {"off", "on"}},
           {"--progress", {"auto", "json", "none"}},
           {"--simd", {"auto", "scalar"}},
       }) {
    SCOPED_TRACE(option);
    expect_refused({"m.tsv", option, "wrong"}, words);
    expect_refused({"m.tsv", option, "wrong"}, {option, "wrong"});
    expect_refused({"m.tsv", option, ""}, {option});
  }
}

TEST_F(CommandLine, RefusesNumbersThatAreNone) {
  for (char const* text : {"0", "-1", "x", "1025", "", "1.5", "99999999999999999999"}) {
    expect_refused({"m.tsv", "--threads=" + std::string{text}}, {"--threads", "1 to 1024"});
  }
  for (char const* text : {"0", "-1", "K", "1T", "", "99999999999999999999G"}) {
    expect_refused({"m.tsv", "--chunk-size=" + std::string{text}}, {"--chunk-size"});
  }
  expect_refused({"m.tsv", "--chunk-size", "65M"}, {"--chunk-size", "64M"});
}

TEST_F(CommandLine, RefusesBytesThatAreNoDelimiter) {
  expect_refused({"m.tsv", "--delimiter", "::"}, {"--delimiter"});
  expect_refused({"m.tsv", "--delimiter", ""}, {"--delimiter"});
  expect_refused({"m.tsv", "--delimiter", "\n"}, {"--delimiter"});
}

TEST_F(CommandLine, RefusesPoliciesWithoutFormInTheStyle) {
  for (char const* style : {"phase", "vcf-simplify"}) {
    expect_refused({"m.tsv", "--table-style", style, "--missing", "keep"},
                   {"--missing keep", style, "ref", "dot"});
    expect_refused({"m.tsv", "--table-style", style, "--deletion", "keep"},
                   {"--deletion keep", style, "star", "drop-site"});
  }
}

TEST_F(CommandLine, RefusesCodesThatContradictEachOther) {
  expect_refused({"m.tsv", "--missing-code", "-"}, {"--missing-code", "--deletion-code"});
  expect_refused({"m.tsv", "--missing-code", ""}, {"--missing-code"});
  expect_refused({"m.tsv", "--deletion-code", ""}, {"--deletion-code"});
}

TEST_F(CommandLine, RefusesRejectsWithoutSkip) {
  expect_refused({"m.tsv", "--rejects", "r"}, {"--rejects", "--on-bad-row skip"});
}

TEST_F(CommandLine, RefusesUnknownOutputTypes) {
  expect_refused({"m.tsv", "-O", "x"}, {"-O x", "t (", "v (", "z (", "u (", "b ("});
}

TEST_F(CommandLine, TakesOptionsInAnyOrderAndForm) {
  for (Arguments const& arguments :
       {Arguments{"convert", "-q", "m.tsv", "-o", "t.tsv"},
        Arguments{"convert", "-ot.tsv", "m.tsv", "-q"},
        Arguments{"convert", "--output=t.tsv", "--quiet", "--", "m.tsv"}}) {
    auto const finished = run(arguments);
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    EXPECT_EQ(read("t.tsv"), small_table);
    EXPECT_EQ(finished.error + finished.output, "");
  }
}

TEST_F(CommandLine, TakesManyThreads) {
  auto const finished = run({"convert", "m.tsv", "--threads", "300", "-q"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(finished.output, small_table);
}

TEST_F(CommandLine, TakesNamesWithSpacesCommasAndAnyByte) {
  for (std::string const name : {"a matrix.tsv", "a,b.tsv", "\xE9t\xE9.tsv", "-m.tsv", "a\nb"}) {
    write(name, small_matrix);
    auto const finished = run({"convert", "-o", name + ".out", "--report", "r.json", "--", name});
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    EXPECT_EQ(read(name + ".out"), small_table);
    auto const report = nlohmann::json::parse(read("r.json"));
    EXPECT_TRUE(report["matrix"].is_string());
  }
}

TEST_F(CommandLine, RunsWithoutStandardStreams) {
  Launch closed;
  closed.closed = {0, 1, 2};
  EXPECT_EQ(run({"convert", "m.tsv", "-o", "t.tsv"}, closed).exit_code, 0);
  EXPECT_EQ(read("t.tsv"), small_table) << "no summary gets into the table";
  EXPECT_EQ(run({"convert", "m.tsv"}, closed).exit_code, 5);
  EXPECT_EQ(run({"convert", "-"}, closed).exit_code, 3);
}

TEST_F(CommandLine, GoesOnWhereStandardErrorCannotBeWritten) {
  auto const full = open_file("/dev/full", 1);
  Launch deaf;
  deaf.error = full.number();
  EXPECT_EQ(run({"convert", "m.tsv", "-o", "t.tsv", "--progress", "json"}, deaf).exit_code, 0);
  EXPECT_EQ(read("t.tsv"), small_table);
  EXPECT_EQ(run({"convert", "nowhere"}, deaf).exit_code, 3);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
// Sanitizers take more address space than that for themselves.
TEST_F(CommandLine, MoreThreadsThanCanBeStartedAreRefused) {
  Launch launch;
  launch.address_space = 300U << 20;
  auto const finished = run({"convert", "m.tsv", "-o", "t.tsv", "--threads", "1024"}, launch);
  expect_error(finished, 2, {"cannot start 1024 threads", "--threads"});
}
#endif

TEST_F(CommandLine, GenerateMakesWhatConvertTakes) {
  ASSERT_EQ(run({"generate", "--rows", "500", "-o", "g.tsv", "-q"}).exit_code, 0);
  auto const finished = run({"convert", "g.tsv", "-o", "g.out"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_NE(finished.error.find("g.tsv: 500 rows read"), std::string::npos) << finished.error;
}

TEST_F(CommandLine, GenerateRefusesWhatNoMatrixHolds) {
  expect_error(run({"generate", "--missing-rate", "2"}), 2, {"--missing-rate 2", "0 to 1"});
  expect_error(run({"generate", "--missing-rate", "nan"}), 2, {"--missing-rate nan"});
  expect_error(run({"generate", "--columns", "0"}), 2, {"--columns 0"});
  expect_error(run({"generate", "--rows", "99999999999999"}), 2, {"contigs"});
}

}  // namespace
}  // namespace hapmill::test
