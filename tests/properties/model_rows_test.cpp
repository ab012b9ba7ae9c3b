// Tests the row functions of model/ with one and with several lanes.
#include "support/conversion_properties.hpp"
#include "support/host_lanes.hpp"
#include "support/random.hpp"
#include "support/random_matrix.hpp"
#include "support/row_conversion.hpp"

#include "hapmill/model/alternates.hpp"
#include "hapmill/model/encode_row.hpp"
#include "hapmill/model/site_filter.hpp"
#include "hapmill/model/table_record.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace hapmill::test {
namespace {

Row row_of(std::string_view text) { return {text.data(), static_cast<std::uint32_t>(text.size())}; }

std::uint32_t parse_pos_text(std::string_view text) {
  return parse_pos(text.data(), static_cast<std::uint32_t>(text.size()));
}

TEST(ParsePos, AcceptsOneToTwoToThe31MinusOne) {
  EXPECT_EQ(parse_pos_text("1"), 1U);
  EXPECT_EQ(parse_pos_text("0000000000000000000000000000042"), 42U);
  EXPECT_EQ(parse_pos_text("2147483639"), 2147483639U);
  EXPECT_EQ(parse_pos_text("2147483646"), 2147483646U);
  EXPECT_EQ(parse_pos_text("2147483647"), 2147483647U);
  std::uint64_t power = 1;
  for (int digits = 1; digits <= 10; ++digits, power *= 10) {
    EXPECT_EQ(parse_pos_text(std::to_string(power)), power);
    EXPECT_EQ(parse_pos_text(std::to_string(power * 2 - 1)), power * 2 - 1);
  }
}

TEST(ParsePos, RefusesEverythingElse) {
  for (std::string_view const text : {"",
                                      "0",
                                      "00",
                                      "2147483648",
                                      "2147483649",
                                      "2147483650",
                                      "2147483657",
                                      "3000000000",
                                      "4294967295",
                                      "4294967296",
                                      "4294967297",
                                      "9999999999",
                                      "21474836470",
                                      "18446744073709551617",
                                      "99999999999999999999999999",
                                      "-1",
                                      "+1",
                                      "1e9",
                                      "1.0",
                                      " 1",
                                      "1 ",
                                      "1\t",
                                      "0x1",
                                      "x",
                                      "\xEF\xBC\x91",
                                      "/",
                                      ":"}) {
    EXPECT_EQ(parse_pos_text(text), 0U) << text;
  }
  EXPECT_EQ(parse_pos_text({"1\0", 2}), 0U);
}

TEST(TokenizeRow, FindsTheStartOfFields) {
  auto const fields = [](std::string_view text, std::uint32_t capacity) {
    std::vector<std::uint32_t> begins(10, 77);
    std::uint32_t const count =
        tokenize_row(SingleLane{}, row_of(text), '\t', begins.data(), capacity);
    begins.insert(begins.begin(), count);
    begins.resize(1 + std::min(capacity, count + 1) + 1);
    return begins;
  };
  using Numbers = std::vector<std::uint32_t>;
  EXPECT_EQ(fields("", 9), (Numbers{1, 0, 1, 77}));
  EXPECT_EQ(fields("a", 9), (Numbers{1, 0, 2, 77}));
  EXPECT_EQ(fields("\t", 9), (Numbers{2, 0, 1, 2, 77}));
  EXPECT_EQ(fields("ab\t\tc\t", 9), (Numbers{4, 0, 3, 4, 6, 7, 77}));
  // Too many fields are counted but not stored.
  EXPECT_EQ(fields("a\tb\tc", 3), (Numbers{3, 0, 2, 4, 77}));
  EXPECT_EQ(fields("a\tb\tc\td", 2), (Numbers{4, 0, 2, 77}));
}

TEST(ChromSize, IsTheSizeOfAValidNameBeforeADelimiter) {
  EXPECT_EQ(chrom_size(row_of("chr1\t5"), '\t'), 4U);
  EXPECT_EQ(chrom_size(row_of("chr 1 5"), ' '), 3U);
  EXPECT_EQ(chrom_size(row_of("\xC3\xA9\t"), '\t'), 2U);
  for (std::string_view const text : {"", "chr1", "\t5", "chr 1\t5", "c\x7F\t5", "c\x01\t5"}) {
    EXPECT_EQ(chrom_size(row_of(text), '\t'), 0U) << text;
  }
}

TEST(CheckSiteFields, FindsTheFirstFaultInOrder) {
  auto const check = [](std::string_view text) {
    std::vector<std::uint32_t> begins(8);
    std::uint32_t pos = 0;
    Row const row = row_of(text);
    std::uint32_t const count = tokenize_row(SingleLane{}, row, '\t', begins.data(), 6);
    return check_site_fields(row, '\t', begins.data(), count, 5, pos);
  };
  EXPECT_EQ(check("c\t1\tA\tA\tC").kind, RowFaultKind::none);
  EXPECT_EQ(check("").kind, RowFaultKind::empty_line);
  EXPECT_EQ(check("\t0\t\tA").kind, RowFaultKind::fields);
  EXPECT_EQ(check("\t0\t\tA").field_count, 4U);
  EXPECT_EQ(check("\t0\t\tA\tC\tG\tT").field_count, 7U);
  EXPECT_EQ(check("\t0\t\tA\tC").kind, RowFaultKind::chrom);
  EXPECT_EQ(check("c\t0\t\tA\tC").kind, RowFaultKind::pos);
  EXPECT_EQ(check("c\t12x\tA\tA\tC").begin, 2U);
  EXPECT_EQ(check("c\t12x\tA\tA\tC").size, 3U);
  EXPECT_EQ(check("c\t1\t\tA\tC").kind, RowFaultKind::ref);
  EXPECT_EQ(check("c\t1\tA\x7F\tA\tC").kind, RowFaultKind::ref);
  EXPECT_EQ(check("c\t1\t \tA\tC").kind, RowFaultKind::none);
}

/// The memory and the format for the rows of one plan.
class RowWorkshop {
 public:
  explicit RowWorkshop(RowPlan const& plan)
      : plan_{plan},
        samples_{sample_columns(plan)},
        numbers_(4 * std::size_t{plan.field_count() + 1}),
        codes_(2 * std::size_t{plan.column_count() + 1}) {
    std::size_t const stride = plan.field_count() + 1;
    scratch_ = {.field_begin = numbers_.data(),
                .codes = codes_.data(),
                .alternates = codes_.data() + plan.column_count() + 1,
                .counts = numbers_.data() + stride,
                .long_begin = numbers_.data() + 2 * stride,
                .long_size = numbers_.data() + 3 * stride};
    format_ = make_record_format(plan, samples_.data());
  }

  /// Returns all results of the row functions for a row as text, and stores its record in `record`.
  template <class Lanes>
  std::string describe_row(Lanes lanes, Row row, std::vector<char>& record) const {
    std::ostringstream text;
    Site<WideCode> site{};
    std::uint32_t const field_count =
        tokenize_row(lanes, row, plan_.delimiter, scratch_.field_begin, plan_.field_count() + 1);
    RowFault fault = check_site_fields(row, plan_.delimiter, scratch_.field_begin, field_count,
                                       plan_.field_count(), site.pos);
    if (fault.kind == RowFaultKind::none) {
      fault = encode_row(lanes, row, plan_.rules,
                         plan_.uncounted.empty() ? nullptr : plan_.uncounted.data(),
                         plan_.column_count(), scratch_, site);
    }
    text << field_count << " fields, fault " << static_cast<int>(fault.kind) << ' ' << fault.field
         << ' ' << fault.begin << ' ' << fault.size;
    if (fault.kind != RowFaultKind::none) return text.str();
    site.alternate_count = collect_alternates(lanes, site.codes, site.column_count, site.ref_code,
                                              scratch_.alternates);
    FilterReason const reason = judge_site(lanes, site, plan_.filters, format_.genotypes);
    AlleleTally const tally = tally_alleles(lanes, site, format_.genotypes);
    text << ", filter " << static_cast<int>(reason) << ", of " << tally.alleles << " alleles "
         << tally.missing << " missing, " << tally.alternates << " alternate";
    order_alternates(lanes, site, plan_.alt_order, format_.genotypes.fold_case, scratch_.alternates,
                     scratch_.counts);
    HalfCalls const half_calls = find_half_calls(lanes, site, format_.genotypes);
    text << ", pos " << site.pos << ", ref " << site.ref_code << ", deletion " << site.deletion_code
         << (site.has_missing ? ", missing" : "") << (site.has_deletion ? ", deleted" : "")
         << ", half-calls " << half_calls.count << " from " << half_calls.first << ", codes";
    for (std::uint32_t k = 0; k < site.column_count; ++k) text << ' ' << site.codes[k];
    text << ", alternates";
    for (std::uint32_t k = 0; k < site.alternate_count; ++k) text << ' ' << site.alternates[k];
    std::uint64_t const size = write_table_record(lanes, site, format_, nullptr);
    if (lanes.rank() == 0) record.assign(size + 16, '\x7F');
    lanes.sync();
    std::uint64_t const written = write_table_record(lanes, site, format_, record.data());
    text << ", size " << size << ' ' << written;
    lanes.sync();
    bool is_inside = size == written && record[size - 1] == '\n';
    for (std::size_t k = 0; k < 16; ++k) is_inside = is_inside && record[size + k] == '\x7F';
    text << (is_inside ? ", inside" : ", NOT THE SIZE THAT WAS TOLD");
    text << ": " << std::string_view{record.data(), size};
    return text.str();
  }

 private:
  RowPlan const& plan_;
  std::vector<SampleColumns> samples_;
  std::vector<std::uint32_t> numbers_;
  std::vector<WideCode> codes_;
  RowScratch scratch_{};
  RecordFormat format_{};
};

/// Rows of a random matrix and their plan.
struct PlannedRows {
  RowPlan plan;
  std::vector<std::string> rows;
};

PlannedRows make_planned_rows(std::uint64_t seed, std::size_t most_rows,
                              TemporaryFolder const& folder) {
  Random random{seed};
  RowCase row_case;
  RandomCase const random_case = make_random_case(seed);
  row_case.options = random_case.options;
  row_case.options.pairs = random.pick(std::vector<std::string>{"adjacent", "self", "none"});
  row_case.options.samples.reset();
  row_case.options.samples_file_text.reset();
  row_case.options.rename_text.reset();
  row_case.options.header_text.reset();
  row_case.options.column_names_text.reset();
  row_case.options.missing_codes.clear();
  row_case.options.deletion_code = "-";
  if (row_case.options.missing == "keep") row_case.options.missing.reset();
  if (row_case.options.deletion == "keep") row_case.options.deletion.reset();
  std::istringstream lines{random_case.matrix};
  PlannedRows planned;
  std::size_t column_count = 1;
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    std::size_t field_count = 1;
    for (char const byte : line) field_count += byte == row_case.options.delimiter ? 1 : 0;
    column_count = std::max(column_count, field_count - std::min<std::size_t>(field_count, 3));
    if (planned.rows.size() < most_rows) planned.rows.push_back(line);
  }
  // If the rows have different widths, the widest may be too wide. Then most rows are bad, which is
  // fine too.
  row_case.column_names = numbered_columns(column_count);
  planned.plan = make_row_plan(row_case, folder);
  return planned;
}

template <std::uint32_t lane_count>
void expect_lanes_agree_with_one(std::uint64_t seed_count, std::size_t most_rows) {
  TemporaryFolder const folder;
  std::size_t written_count = 0;
  for (std::uint64_t seed = 1; seed <= seed_count; ++seed) {
    PlannedRows const planned = make_planned_rows(seed, most_rows, folder);
    RowWorkshop const workshop{planned.plan};
    for (std::string const& row : planned.rows) {
      std::vector<char> record;
      std::string const expected = workshop.describe_row(SingleLane{}, row_of(row), record);
      ASSERT_EQ(expected.find("NOT"), std::string::npos) << expected;
      written_count += record.empty() ? 0 : 1;
      std::vector<char> lane_record;
      auto const described = run_in_lanes<lane_count>([&](HostLane<lane_count> lanes) {
        return workshop.describe_row(lanes, row_of(row), lane_record);
      });
      for (std::string const& text : described) ASSERT_EQ(text, expected) << "seed " << seed;
      ASSERT_EQ(lane_record, record);
    }
  }
  EXPECT_GT(written_count, 10U);
}

TEST(RowFunctions, WriteAsManyBytesAsTheyMeasure) {
  TemporaryFolder const folder;
  for (std::uint64_t seed = 1; seed <= 600 / sanitizer_divisor; ++seed) {
    PlannedRows const planned = make_planned_rows(seed, 60, folder);
    RowWorkshop const workshop{planned.plan};
    for (std::string const& row : planned.rows) {
      std::vector<char> record;
      std::string const text = workshop.describe_row(SingleLane{}, row_of(row), record);
      ASSERT_EQ(text.find("NOT"), std::string::npos) << text;
    }
  }
}

TEST(RowFunctions, DoTheSameWithFourLanes) { expect_lanes_agree_with_one<4>(60, 4); }

TEST(RowFunctions, DoTheSameWith32Lanes) { expect_lanes_agree_with_one<32>(30, 3); }

TEST(EncodeRow, RefusesMoreAllelesThanACodeCanNumber) {
  TemporaryFolder const folder;
  RowCase row_case;
  row_case.options.pairs = "none";
  std::uint32_t const column_count = max_long_alleles + 2;
  row_case.column_names = numbered_columns(column_count);
  RowPlan const plan = make_row_plan(row_case, folder);
  RowWorkshop const workshop{plan};
  // REF is one byte, and one cell appears twice, so the dictionary is exactly full.
  std::string row = "c\t1\tA\tlong0";
  for (std::uint32_t k = 0; k + 1 < column_count; ++k) {
    row += "\tlong" + std::to_string(std::min(k, max_long_alleles - 1));
  }
  std::vector<char> record;
  std::string text = workshop.describe_row(SingleLane{}, row_of(row), record);
  EXPECT_NE(text.find("fault 0"), std::string::npos) << text.substr(0, 200);
  row.back() = 'x';
  text = workshop.describe_row(SingleLane{}, row_of(row), record);
  int const alleles = static_cast<int>(RowFaultKind::alleles);
  EXPECT_NE(text.find("fault " + std::to_string(alleles)), std::string::npos)
      << text.substr(0, 200);
}

}  // namespace
}  // namespace hapmill::test
