#include "support/program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>

#include "hapmill/version.hpp"

namespace hapmill::test {
namespace {

using Json = nlohmann::json;

class Report : public ProgramTest {
 protected:
  void SetUp() override {
    write("m.tsv", small_matrix);
    write("bad.tsv",
          "CHROM\tPOS\tREF\t1a\t1b\t2\n"
          "x\t1\tA\tA\tT\tA\n"  // 2: written
          "x\t2\tA\tA\tA\tA\n"  // 3: non-variant
          "x\t3\tA\tA\tT\n"     // 4: fields
          "y\t0\tA\tA\tT\tA\n"  // 5: pos
          "y\t2\tA\tN\tT\t-\n"  // 6: written
          "y\t3\tA\tN\tN\t-\n"  // 7: filtered, with drop-site
          "\n");                // 8: empty-line
  }

  Json report_of(Arguments arguments, int exit_code = 0) const {
    arguments.insert(arguments.begin(), "convert");
    arguments.insert(arguments.end(), {"--report", "r.json", "-o", "t.tsv"});
    auto const finished = run(arguments);
    EXPECT_EQ(finished.exit_code, exit_code) << finished.error;
    return Json::parse(read("r.json"));
  }

  static void expect_sum(Json const& rows) {
    auto const number = [&](char const* name) { return rows.at(name).get<std::uint64_t>(); };
    EXPECT_EQ(number("read"),
              number("written") + number("non_variant") + number("filtered") + number("rejected"))
        << rows;
  }

  std::string summary_of(Arguments arguments) const {
    arguments.insert(arguments.begin(), "convert");
    return run(arguments).error;
  }
};

TEST_F(Report, DescribesTheRunAndItsCosts) {
  auto const report = report_of({"m.tsv", "--threads", "2", "--simd", "scalar"});
  EXPECT_EQ(report["program"], "hapmill");
  EXPECT_EQ(report["version"], std::string{version});
  EXPECT_EQ(report["command"], Json({"m.tsv", "--threads", "2", "--simd", "scalar", "--report",
                                     "r.json", "-o", "t.tsv"}));
  EXPECT_EQ(report["matrix"], "m.tsv");
  EXPECT_EQ(report["output"], "t.tsv");
  EXPECT_EQ(report["backend"], "cpu (scalar)");
  EXPECT_EQ(report["threads"], 2);
  EXPECT_EQ(report["complete"], true);
  EXPECT_GE(report["seconds"].get<double>(), 0);
  EXPECT_EQ(report["bytes_in"], std::string{small_matrix}.size());
  EXPECT_EQ(report["bytes_out"], std::string{small_table}.size());
  EXPECT_GT(report["peak_memory"]["vm_hwm"].get<std::uint64_t>(), 100'000U);
  EXPECT_TRUE(report["peak_memory"]["pss"].is_number_unsigned());
}

TEST_F(Report, CountsEveryRowInTotalAndByContig) {
  auto const report = report_of({"bad.tsv", "--on-bad-row", "skip", "--deletion", "drop-site"});
  expect_sum(report["rows"]);
  EXPECT_EQ(
      report["rows"],
      Json({{"read", 7}, {"written", 1}, {"non_variant", 1}, {"filtered", 2}, {"rejected", 3}}));
  std::uint64_t read = 0;
  for (auto const& contig : report["contigs"]) {
    expect_sum(contig);
    read += contig["read"].get<std::uint64_t>();
  }
  EXPECT_EQ(read, 7U);
  ASSERT_EQ(report["contigs"].size(), 2U);
  EXPECT_EQ(report["contigs"][0]["name"], "x");
  EXPECT_EQ(report["contigs"][1]["read"], 4) << "a line without contig belongs to the one before";
}

TEST_F(Report, ListsTheLinesOfRejectedRowsByReason) {
  auto const report = report_of({"bad.tsv", "--on-bad-row", "skip"});
  EXPECT_EQ(report["rejected"], Json({{"fields", {{"count", 1}, {"first_lines", {4}}}},
                                      {"pos", {{"count", 1}, {"first_lines", {5}}}},
                                      {"empty-line", {{"count", 1}, {"first_lines", {8}}}}}));
}

TEST_F(Report, KeepsTheTenLowestLinesInAnyOrderOfContigs) {
  std::string text = "CHROM\tPOS\tREF\ta\tb\n";
  for (int k = 0; k < 30; ++k) text += (k % 2 == 0 ? "2" : "1") + std::string{"\t0\tA\tA\tT\n"};
  write("many.tsv", text);
  auto const report = report_of({"many.tsv", "--on-bad-row", "skip", "--contig-order", "sorted"});
  EXPECT_EQ(report["rejected"]["pos"]["count"], 30);
  EXPECT_EQ(report["rejected"]["pos"]["first_lines"], Json({2, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
  EXPECT_EQ(report["contigs"][0]["name"], "1");
}

TEST_F(Report, CountsMissingAndDeletedAllelesOfWrittenRows) {
  auto const report = report_of({"bad.tsv", "--on-bad-row", "skip", "--unpaired", "haploid"});
  EXPECT_EQ(report["samples"], Json({{{"name", "1a1b"}, {"missing", 3}, {"deleted", 0}},
                                     {{"name", "2"}, {"missing", 0}, {"deleted", 2}}}));
}

TEST_F(Report, CountsHalfCalls) {
  EXPECT_EQ(report_of({"m.tsv", "--missing", "dot"})["half_calls"], 1);
}

TEST_F(Report, SaysThatTheReaderStopped) {
  Pipe pipe = make_pipe();
  pipe.read_end.close();
  Launch launch;
  launch.output = pipe.write_end.number();
  EXPECT_EQ(run({"convert", "m.tsv", "--report", "r.json"}, launch).exit_code, 0);
  EXPECT_EQ(Json::parse(read("r.json"))["complete"], false);
}

TEST_F(Report, HandlesNamesThatAreNotUtf8) {
  write("\xFF.tsv", "CHROM\tPOS\tREF\t\xE9\n\xFE\t1\tA\tT\n");
  auto const report = report_of({"\xFF.tsv"});
  EXPECT_EQ(report["matrix"], "\xEF\xBF\xBD.tsv");
  EXPECT_EQ(report["contigs"][0]["name"], "\xEF\xBF\xBD");
  EXPECT_EQ(report["samples"][0]["name"], "\xEF\xBF\xBD");
}

TEST_F(Report, IsNotWrittenAfterAnError) {
  EXPECT_EQ(run({"convert", "bad.tsv", "--report", "r.json"}).exit_code, 3);
  EXPECT_FALSE(has("r.json"));
}

TEST_F(Report, SummaryGoesToStandardErrorUnlessQuiet) {
  auto const words = summary_of({"m.tsv", "-o", "t.tsv", "--threads", "1"});
  EXPECT_NE(
      words.find("m.tsv: 3 rows read = 2 variant sites written + 1 non-variant + 0 filtered + "
                 "0 rejected\n"),
      std::string::npos)
      << words;
  EXPECT_NE(words.find("t.tsv: 2 samples, 2 contigs, "), std::string::npos) << words;
  EXPECT_NE(words.find(", 1 thread\n"), std::string::npos) << words;
  EXPECT_EQ(summary_of({"m.tsv", "-o", "t.tsv", "-q"}), "");
}

TEST_F(Report, SummaryCountsRejectedRowsAndHalfCalls) {
  auto const words =
      summary_of({"bad.tsv", "-o", "t.tsv", "--on-bad-row", "skip", "--missing", "dot"});
  EXPECT_NE(words.find("rejected, fields: 1, first in line 4\n"), std::string::npos) << words;
  EXPECT_NE(words.find("half-calls: 1\n"), std::string::npos) << words;
}

TEST_F(Report, JsonProgressEndsWithDone) {
  auto const finished = run({"convert", "m.tsv", "-o", "t.tsv", "-q", "--progress", "json"});
  ASSERT_EQ(std::count(finished.error.begin(), finished.error.end(), '\n'), 1) << finished.error;
  auto const last = Json::parse(finished.error);
  EXPECT_EQ(last["done"], true);
  EXPECT_EQ(last["rows"], 3);
  EXPECT_EQ(last["written"], 2);
  EXPECT_EQ(last["bytes"], std::string{small_matrix}.size());
  EXPECT_EQ(last["bytes_total"], last["bytes"]);
  EXPECT_TRUE(last["seconds"].is_number());
}

TEST_F(Report, JsonProgressOfALongRunShowsHowFarItIs) {
  ASSERT_EQ(run({"generate", "--rows", "4000", "-o", "g.tsv"}).exit_code, 0);
  std::string const text = read("g.tsv");
  Pipe pipe = make_pipe();
  Launch start =
      launch({"convert", "-", "-o", "t.tsv", "-q", "--progress", "json", "--chunk-size", "1K"});
  start.input = pipe.read_end.number();
  Process process{start};
  for (std::size_t at = 0; at < text.size(); at += 2000) {
    std::size_t const count = std::min<std::size_t>(2000, text.size() - at);
    ASSERT_EQ(::write(pipe.write_end.number(), text.data() + at, count),
              static_cast<ssize_t>(count));
    if (process.error_so_far().empty()) ::usleep(10'000);
  }
  pipe.write_end.close();
  auto const finished = process.wait();
  ASSERT_EQ(finished.exit_code, 0) << finished.error;
  auto const first = Json::parse(finished.error.substr(0, finished.error.find('\n')));
  EXPECT_EQ(first["done"], false);
  EXPECT_GE(first["seconds"].get<double>(), 0.4);
  EXPECT_GT(first["rows"].get<std::uint64_t>(), 0U);
  EXPECT_EQ(first["bytes_total"], 0) << "a stream's size is not known";
  EXPECT_NE(finished.error.find("\"done\":true"), std::string::npos);
}

TEST_F(Report, ProgressIsSilentOnAPipe) {
  ASSERT_EQ(run({"generate", "--rows", "3000", "-o", "g.tsv"}).exit_code, 0);
  for (char const* word : {"auto", "none"}) {
    EXPECT_EQ(summary_of({"g.tsv", "-o", "t.tsv", "-q", "--progress", word, "--chunk-size", "1"}),
              "");
  }
}

}  // namespace
}  // namespace hapmill::test
