// Compares every instruction set with the reference at the ends of vectors: widths, names,
// positions, and one irregular cell at every column.
#include "support/conversion_properties.hpp"
#include "support/random.hpp"
#include "support/random_rows.hpp"
#include "support/row_conversion.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace hapmill::cpu {

/// Prints the name of a target, not its address, in the names of tests.
static void PrintTo(Stages const* stages, std::ostream* out) { *out << stages->name; }

}  // namespace hapmill::cpu

namespace hapmill::test {
namespace {

using Texts = std::vector<std::string>;

class VectorBoundary : public testing::TestWithParam<cpu::Stages const*> {
 protected:
  /// Compares one case. The test stops at the first difference.
  void expect_reference_rows(RowCase const& row_case, std::string const& name) {
    auto const expected = convert_by_reference(row_case);
    ASSERT_EQ(expected.exit_code, 0) << name << ": " << expected.error_reason;
    RowPlan const plan = make_row_plan(row_case, folder_);
    ASSERT_EQ(find_row_difference(row_case, plan, *GetParam(), expected), "") << name;
  }

  TemporaryFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(RunnableStages, VectorBoundary, testing::ValuesIn(cpu::runnable_stages()),
                         [](auto const& test) { return std::string{test.param->name}; });

std::string join(Texts const& fields, char delimiter) {
  std::string row;
  for (std::string const& field : fields) row += field + delimiter;
  row.pop_back();
  return row;
}

Texts make_fields(RowCase const& row_case, std::string const& ref) {
  Texts fields{row_case.contig, "1234567", ref};
  fields.resize(3 + row_case.column_names.size(), ref);
  return fields;
}

/// Sets of options for which the stages use different code.
std::vector<reference::Options> make_option_sets() {
  std::vector<reference::Options> sets(17);
  sets[1].missing = "dot";
  sets[1].deletion = "star";
  sets[2].missing = "keep";
  sets[2].deletion = "keep";
  sets[3].deletion = "missing";
  sets[3].ambiguous = "missing";
  sets[3].fold_case = true;
  sets[4].deletion = "drop-site";
  sets[5].table_style = "phase";
  sets[6].table_style = "vcf-simplify";
  sets[6].half_call = "ref";
  sets[6].missing_codes = {".", "N", "0", "NA"};
  sets[7].ambiguous = "error";
  sets[7].delimiter = ',';
  sets[8].alt_from = "printed";
  sets[8].deletion = "star";
  sets[8].missing_codes = {"*"};
  sets[8].fold_case = true;
  sets[9].alt_order = "acgt";
  sets[9].pi_prefix = "PI";
  sets[10].alt_order = "frequency";
  sets[10].deletion_code = "D";
  sets[11].missing = "keep";
  sets[11].deletion = "star";
  sets[11].deletion_code = "del";
  sets[11].table_style = "panel";
  sets[12].missing = "keep";
  sets[12].deletion = "keep";
  sets[12].deletion_code = "del";
  for (std::size_t k = 13; k < sets.size(); ++k) sets[k].output_kind = "vcf";
  sets[14].half_call = "missing";
  sets[14].alt_from = "all";
  sets[15].missing = "ref";
  sets[15].deletion = "missing";
  sets[15].fold_case = false;
  sets[16].ambiguous = "error";
  sets[16].deletion = "drop-site";
  for (auto& options : sets) options.skip_bad_rows = true;
  return sets;
}

void set_pairs(RowCase& row_case, std::string const& mode, std::uint64_t seed) {
  std::size_t const column_count = row_case.column_names.size();
  row_case.options.pairs = mode;
  if (mode != "file") return;
  std::string pairs = shuffled_pairs(column_count, seed);
  // For `printed` some columns have to be left out.
  if (row_case.options.alt_from == "printed") {
    std::size_t const lines =
        static_cast<std::size_t>(std::count(pairs.begin(), pairs.end(), '\n'));
    for (std::size_t keep = (lines + 1) / 2, at = 0; keep > 0; --keep) {
      at = pairs.find('\n', at) + 1;
      if (keep == 1) pairs.resize(at);
    }
  }
  row_case.options.pairs_text = pairs;
}

/// Makes rows of each kind: all cells REF, another allele at each end of a vector, random cells.
Texts make_rows(RowCase const& row_case, std::uint64_t seed) {
  Random random{seed};
  std::size_t const column_count = row_case.column_names.size();
  bool const is_wide = column_count > 300;
  reference::Options const& options = row_case.options;
  std::string const missing = options.missing_codes.empty() ? "N" : options.missing_codes.front();
  Texts rows{join(make_fields(row_case, "A"), options.delimiter),
             join(make_fields(row_case, options.deletion_code), options.delimiter),
             join(make_fields(row_case, missing), options.delimiter)};
  for (std::size_t column :
       {std::size_t{0}, std::size_t{15}, std::size_t{16}, std::size_t{31}, std::size_t{32},
        std::size_t{63}, std::size_t{64}, std::size_t{127}, std::size_t{128}, column_count - 1}) {
    if (column >= column_count) continue;
    for (std::string const& cell :
         {std::string{"G"}, missing, options.deletion_code, std::string{"R"}, std::string{"g"}}) {
      if (is_wide && !random.one_in(8)) continue;
      Texts fields = make_fields(row_case, random.pick(Texts{"A", "A", "C", "-", "N", "R", "a"}));
      fields[3 + column] = cell;
      rows.push_back(join(fields, options.delimiter));
    }
  }
  RowRates rates{.missing = 50, .deletion = 30, .ambiguous = 10, .lower_case = 30};
  for (int k = is_wide ? 3 : 9; k > 0; --k) {
    if (k == 2) rates = {};
    rates.unusual_ref = k == 1 ? 1000 : 0;
    rows.push_back(make_row(random, row_case.contig, column_count, rates, options));
  }
  return rows;
}

TEST_P(VectorBoundary, EqualsTheReferenceForEveryColumnCount) {
  auto const option_sets = make_option_sets();
  std::vector<std::size_t> column_counts{255, 256, 257, 1000, 5000};
  for (std::size_t count = 1; count <= 140; count += sanitizer_divisor == 1 ? 1 : 3) {
    column_counts.push_back(count);
  }
  std::uint64_t seed = 0;
  for (std::size_t const column_count : column_counts) {
    for (std::string const mode : {"adjacent", "self", "none", "file"}) {
      if (column_count == 1 && mode == "adjacent") continue;  // there is no pair
      for (int set = 0; set < (column_count > 300 ? 2 : 4); ++set) {
        ++seed;
        RowCase row_case;
        row_case.options = option_sets[seed * 5 % option_sets.size()];
        row_case.column_names = numbered_columns(column_count);
        row_case.contig = seed % 3 == 0 ? "chromosome_12" : "chr1";
        row_case.report = seed % 2 == 0;
        row_case.line_end = seed % 7 == 0 ? "\r\n" : "\n";
        set_pairs(row_case, mode, seed);
        row_case.rows = make_rows(row_case, seed);
        expect_reference_rows(row_case, std::to_string(column_count) + " columns, --pairs " + mode +
                                            ", seed " + std::to_string(seed));
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST_P(VectorBoundary, EqualsTheReferenceForEveryContigNameAndPositionLength) {
  std::string const digits = "2147483647";
  for (std::size_t name_size = 1; name_size <= 70; ++name_size) {
    RowCase row_case;
    row_case.options.skip_bad_rows = true;
    row_case.options.missing = "keep";
    row_case.column_names = numbered_columns(1 + name_size % 5);
    row_case.contig = std::string(name_size, 'c');
    for (std::size_t size = 0; size <= 20; ++size) {
      for (std::string const& pos :
           {digits.substr(0, size), std::string(size, '9'), std::string(size, '0') + "7",
            "1" + std::string(size, '0'), digits.substr(0, size) + "x"}) {
        for (std::string const allele : {"A", "N", "C"}) {
          Texts fields = make_fields(row_case, "A");
          fields[1] = pos;
          fields.back() = allele;
          row_case.rows.push_back(join(fields, '\t'));
        }
      }
    }
    expect_reference_rows(row_case, std::to_string(name_size) + " bytes of contig");
    if (HasFatalFailure()) return;
  }
}

/// Makes rows with one changed byte at each place, between good rows.
Texts make_spoilt_rows(RowCase const& row_case, std::string const& spoiler, bool keeps_size) {
  char const delimiter = row_case.options.delimiter;
  Texts rows;
  for (std::size_t field = 2; field < 3 + row_case.column_names.size(); ++field) {
    Texts fields = make_fields(row_case, "A");
    fields.back() = "C";
    rows.push_back(join(fields, delimiter));
    std::string row = rows.back();
    std::size_t at = row_case.contig.size() + 9;
    at += 2 * (field - 2);
    // Change either the byte itself or the delimiter after it.
    row.replace(keeps_size ? at + 1 : at, 1, spoiler);
    if (!keeps_size || field + 1 < fields.size()) rows.push_back(row);
  }
  return rows;
}

TEST_P(VectorBoundary, EqualsTheReferenceWithOneOddCellAtEveryColumn) {
  Texts const odd_cells{"AT",   "é",
                        "\x80", "\xFF",
                        " ",    "\x01",
                        "\x1F", "\x7F",
                        "",     "R",
                        "~",    "!",
                        "*",    "-",
                        "n",    {"\0", 1},
                        "A\r",  "\r",
                        ",",    "x",
                        "X",    "\t",
                        "\x0B", "a",
                        "Z",    std::string(300, 'G')};
  Texts const odd_delimiters{"A", " ", "\x0B", "\x08", "\r", "\xFF"};
  std::vector<std::size_t> column_counts{1, 17, 65};
  if (sanitizer_divisor == 1) column_counts = {1, 2, 15, 16, 17, 31, 32, 33, 63, 64, 65, 129};
  for (std::size_t const column_count : column_counts) {
    for (char const delimiter : {'\t', ',', 'x', '*'}) {
      RowCase row_case;
      row_case.options.skip_bad_rows = true;
      row_case.options.delimiter = delimiter;
      row_case.options.missing = "keep";
      row_case.options.deletion = column_count % 2 == 0 ? "star" : "keep";
      row_case.options.ambiguous = column_count % 3 == 0 ? "error" : "literal";
      row_case.options.fold_case = column_count % 5 == 0;
      row_case.column_names = numbered_columns(column_count);
      row_case.contig = "chr1";
      auto const expect_rows = [&](std::string const& odd, bool keeps_size) {
        row_case.rows = make_spoilt_rows(row_case, odd, keeps_size);
        expect_reference_rows(row_case, std::to_string(column_count) + " columns separated by " +
                                            delimiter + ", odd " + testing::PrintToString(odd));
      };
      for (std::string const& odd : odd_cells) {
        expect_rows(odd, false);
        if (HasFatalFailure()) return;
      }
      for (std::string const& odd : odd_delimiters) {
        expect_rows(odd, true);
        if (HasFatalFailure()) return;
      }
    }
  }
}

}  // namespace
}  // namespace hapmill::test
