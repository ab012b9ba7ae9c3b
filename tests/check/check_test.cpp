#include "support/fed_pipe.hpp"
#include "support/program.hpp"
#include "support/random_matrix.hpp"

#include <nlohmann/json.hpp>

#include <optional>

namespace hapmill::test {
namespace {

using Json = nlohmann::json;

class Check : public ProgramTest {
 protected:
  /// What `check --json` finds; expects that it says and does what `convert` does.
  Json check(std::string const& text, Arguments const& options = {}) const {
    write("m.tsv", text);
    Arguments arguments{"check", "m.tsv", "--json"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    auto const finished = run(arguments);
    EXPECT_EQ(finished.error, "");
    Json const found = Json::parse(finished.output);
    EXPECT_EQ(found["convert"]["exit_status"], finished.exit_code);
    Arguments converted{"convert", "m.tsv", "-q", "-o", "/dev/null"};
    converted.insert(converted.end(), options.begin(), options.end());
    auto const conversion = run(converted);
    EXPECT_EQ(conversion.exit_code, finished.exit_code) << conversion.error << finished.output;
    if (conversion.exit_code != 0) {
      auto const problem = "hapmill: error: " + found["convert"]["error"].get<std::string>() + "\n";
      EXPECT_EQ(conversion.error, problem);
    }
    return found;
  }

  std::string text_of(std::string const& text, Arguments const& options = {}) const {
    write("m.tsv", text);
    Arguments arguments{"check", "m.tsv"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return run(arguments).output;
  }

  /// Expects that an option is advised, for a reason with these words.
  static void expect_advice(Json const& found, std::string const& option,
                            std::string const& because) {
    for (auto const& advice : found["advice"]) {
      if (advice["option"] != option) continue;
      EXPECT_NE(advice["because"].get<std::string>().find(because), std::string::npos) << advice;
      return;
    }
    FAIL() << "no " << option << " in " << found["advice"];
  }
};

char const* const plain = "CHROM\tPOS\tREF\t10a\t10b\n";

TEST_F(Check, DescribesAMatrix) {
  auto const found = check(small_matrix);
  EXPECT_EQ(found["convert"]["succeeds"], true);
  EXPECT_EQ(found["whole"], true);
  EXPECT_EQ(found["names_from"], "line 1");
  EXPECT_EQ(found["columns"].size(), 4U);
  EXPECT_EQ(found["samples"].size(), 2U);
  EXPECT_EQ(found["contigs"].size(), 2U);
  EXPECT_EQ(found["rows"], found["variant"].get<int>() + found["non_variant"].get<int>());
  EXPECT_TRUE(found["advice"].empty()) << found["advice"];
  auto const text = text_of(small_matrix);
  EXPECT_NE(text.find("hapmill convert accepts it\n"), std::string::npos) << text;
}

TEST_F(Check, CountsCellsAndMissingAlleles) {
  auto const found = check(plain + std::string{"1\t1\tA\tA\tN\n1\t2\tA\tAT\tN\n1\t3\tC\t-\tC\n"});
  Json const cells = Json::parse(R"([
    {"text": "A", "count": 1, "is": "allele"}, {"text": "C", "count": 1, "is": "allele"},
    {"text": "AT", "count": 1, "is": "allele"}, {"text": "N", "count": 2, "is": "missing"},
    {"text": "-", "count": 1, "is": "deletion"}])");
  EXPECT_EQ(found["cells"], cells);
  EXPECT_EQ(found["columns"][0]["missing"], 0);
  EXPECT_EQ(found["columns"][1]["missing"], 2);
}

TEST_F(Check, DescribesTheOrderOfRows) {
  auto const found = check(plain + std::string{"1\t5\tA\tA\tT\n2\t9\tA\tA\tT\n2\t9\tA\tA\tT\n"
                                               "2\t3\tA\tA\tT\n1\t4\tA\tA\tT\n1\t4\tA\tA\tC\n"});
  auto const& contigs = found["contigs"];
  EXPECT_EQ(contigs[0]["runs"], 2);
  EXPECT_EQ(contigs[0]["second_run"], 6);
  EXPECT_EQ(contigs[0]["backward"]["first_line"], 6);
  EXPECT_EQ(contigs[0]["repeated"]["first_line"], 7);
  EXPECT_EQ(contigs[1]["backward"]["first_line"], 5);
  EXPECT_EQ(contigs[1]["repeated"]["first_line"], 4);
  EXPECT_EQ(contigs[1]["rows"], 3);
  expect_advice(found, "--sort", "2 times");
}

TEST_F(Check, AContigMayHaveNoPosition) {
  std::string const text = "CHROM\tPOS\tREF\ta\nx\t7\tA\tC\ny\t?\tA\tC\n";
  EXPECT_NE(text_of(text).find("contigs: 2: x (1 row, 7-7), y (1 row, no position)\n"),
            std::string::npos);
  Json const found = check(text);
  EXPECT_EQ(found["contigs"][0]["last_pos"], 7);
  EXPECT_TRUE(found["contigs"][1]["first_pos"].is_null());
}

TEST_F(Check, ReportsTheFirstBadRows) {
  std::string text = plain;
  for (int k = 0; k < 30; ++k) text += k % 2 == 0 ? "1\tx\tA\tA\tT\n" : "1\t5\tA\tA\n";
  auto const found = check(text);
  EXPECT_EQ(found["bad_rows"]["count"], 30);
  EXPECT_EQ(found["bad_rows"]["reasons"]["pos"]["count"], 15);
  EXPECT_EQ(found["bad_rows"]["first"].size(), 10U);
  EXPECT_EQ(found["bad_rows"]["first"][1]["line"], 3);
  EXPECT_EQ(check(text, {"--on-bad-row", "skip"})["convert"]["succeeds"], true);
  EXPECT_EQ(check(plain + std::string{"1\t5\tZ\tA\tT\n"}, {"-O", "v"})["convert"]["succeeds"],
            false);
}

TEST_F(Check, AdvisesOptionsForCells) {
  auto const found = check("CHROM\tPOS\tREF\tx\ty\n1\t1\tA\ta\t.\n1\t2\tC\tN\tR\n");
  expect_advice(found, "--missing-code . --missing-code N", "1 cell is \".\"");
  expect_advice(found, "--fold-case on", "lower case");
  expect_advice(found, "--ambiguous missing", "IUPAC");
  expect_advice(found, "--pairs adjacent or a file", "haploid");
  auto const mended = check("CHROM\tPOS\tREF\tx\ty\n1\t1\tA\ta\t.\n1\t2\tC\tN\tR\n",
                            {"--missing-code", ".", "--missing-code=N", "--fold-case=on",
                             "--ambiguous", "missing", "--pairs", "none"});
  EXPECT_TRUE(mended["advice"].empty()) << mended["advice"];
}

TEST_F(Check, AdvisesOptionsForLayouts) {
  expect_advice(check("CHROM,POS,REF,a,b\n1,2,A,A,T\n"), "--delimiter ,",
                "5 fields separated by ,");
  expect_advice(check("CHROM POS REF a b\n1 2 A A T\n"), "--delimiter ' '", "space");
  expect_advice(
      check("rs#\talleles\tchrom\tpos\tstrand\tassembly#\tcenter\tprotLSID\tassayLSID\t"
            "panelLSID\tQCcode\tS1\tS2\nr1\tA/C\t1\t5\t+\tNA\tNA\tNA\tNA\tNA\tNA\tA\tM\n"),
      "--input-format hapmap", "rs# alleles chrom pos");
  expect_advice(check("CHROM\tPOS\tREF\ta\tb\n1\t2\tA\tA|T\tA/A\n"), "--input-format diploid",
                "\"A|T\"");
  expect_advice(check("1\t2\tA\tA\t40\tT\t39\n1\t3\tA\tA\t40\tT\t3\n"),
                "--cell-columns call,quality", "alternate between letters and numbers");
}

TEST_F(Check, CountsTheAllelesOfGenotypes) {
  auto const diploid =
      check("CHROM\tPOS\tREF\tx\ty\n1\t5\tA\tA|T\tA/A\n1\t6\tA\tA|T\t.\n1\tx\tA\t.\t.\n",
            {"--input-format", "diploid", "-O", "v"});
  EXPECT_EQ(diploid["columns"].size(), 4U);
  EXPECT_EQ(diploid["columns"][2]["missing"], 1);
  EXPECT_EQ(diploid["cells"][0], Json::parse(R"({"text": "A", "count": 4, "is": "allele"})"));
  EXPECT_EQ(diploid["bad_rows"]["first"][0]["line"], 4);
  auto const hapmap = check(
      "rs#\talleles\tchrom\tpos\tstrand\tassembly#\tcenter\tprotLSID\tassayLSID\tpanelLSID\t"
      "QCcode\tS1\tS2\nr1\tA/C\t1\t5\t+\tNA\tNA\tNA\tNA\tNA\tNA\tA\tM\n",
      {"--input-format", "hapmap", "-O", "v"});
  EXPECT_EQ(hapmap["cells"].size(), 2U);
  EXPECT_EQ(hapmap["contigs"][0]["first_pos"], 5);
  EXPECT_TRUE(hapmap["repeated_names"].empty());
}

TEST_F(Check, SaysInOneSentenceThatAFileIsNotAMatrix) {
  char const* const numbers = "CHROM\tPOS\tREF\ta\tb\n1\t5\tA\t0\t1\n1\t6\tC\t2\tNA\n";
  for (std::string const text : {"##fileformat=VCFv4.2\n", numbers}) {
    auto const found = check(text);
    EXPECT_EQ(found["convert"]["succeeds"], false);
    EXPECT_TRUE(found["advice"].empty());
    EXPECT_FALSE(found.contains("rows"));
  }
  expect_error(run({"convert", "m.tsv"}), 3, {"m.tsv is a numeric matrix, with 0, 1 and 2"});
  auto const pipe = make_filled_pipe(numbers);
  Launch launch;
  launch.input = pipe.number();
  expect_error(run({"convert", "-"}, launch), 3, {"standard input is a numeric matrix"});
}

TEST_F(Check, ChecksTheFirstRowsOnRequest) {
  std::string text = plain;
  for (int k = 1; k <= 100; ++k) text += "1\t" + std::to_string(k) + "\tA\tA\tT\n";
  text += "2\tx\tA\tA\tT\n2\t7\tA\tA\tT\n";
  write("m.tsv", text);
  for (std::string const rows : {"1", "99", "100", "101", "102", "1000"}) {
    SCOPED_TRACE(rows);
    for (std::string const chunk : {"64", "1K", "1M"}) {
      auto const finished =
          run({"check", "m.tsv", "--json", "--rows", rows, "--chunk-size", chunk});
      Json const found = Json::parse(finished.output);
      EXPECT_EQ(found["rows"], std::min(102, std::stoi(rows)));
      EXPECT_EQ(found["whole"], std::stoi(rows) >= 102);
      EXPECT_EQ(finished.exit_code, std::stoi(rows) <= 100 ? 0 : 3);
      EXPECT_EQ(found["cells"][0]["count"], std::min(102, std::stoi(rows)));
    }
  }
  auto const words = run({"check", "m.tsv", "--rows", "5"}).output;
  EXPECT_NE(words.find("the first 5 rows (there are more"), std::string::npos) << words;
  EXPECT_NE(words.find("hapmill convert accepts these rows\n"), std::string::npos) << words;
}

TEST_F(Check, WritesNothing) {
  write("m.tsv", small_matrix);
  auto const before = names();
  auto const finished =
      run({"check", "m.tsv", "-o", "x.vcf.gz", "--index", "tbi", "--report", "r.json",
           "--on-bad-row", "skip", "--rejects", "bad.txt", "--compression-level", "9", "--sort"});
  EXPECT_EQ(finished.exit_code, 0) << finished.error;
  EXPECT_EQ(names(), before);
}

TEST_F(Check, RefusesWrongUsageLikeConvert) {
  write("m.tsv", small_matrix);
  expect_error(run({"check"}), 2, {"no matrix given"});
  expect_error(run({"check", "m.tsv", "--rows", "0"}), 2, {"--rows 0"});
  expect_error(run({"check", "m.tsv", "-O", "v", "--missing", "keep"}), 2, {"--missing keep"});
  expect_error(run({"check", "m.tsv", "--index", "csi"}), 2, {"--index"});
  EXPECT_EQ(run({"check", "nowhere.tsv"}).exit_code, 3);
  auto const help = run({"check", "--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_NE(help.output.find("hapmill check MATRIX"), std::string::npos);
  expect_error(run({"convert", "m.tsv", "--json"}), 2, {"json"});
  EXPECT_EQ(run({"check", "m.tsv", "--split-by-contig", "d"}).exit_code, 0);
  EXPECT_FALSE(has("d"));
  expect_error(run({"check", "--plan", "p.json", "--group", "0"}), 2, {"--plan is for convert"});
}

}  // namespace
}  // namespace hapmill::test
