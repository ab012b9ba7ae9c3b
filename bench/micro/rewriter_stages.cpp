// Rows of other dialects, which are rewritten to the canonical form before they are converted.

#include "bench/micro/row_inputs.hpp"
#include "bench/micro/stage_bench.hpp"
#include "dialects/cell_picker.hpp"
#include "dialects/column_rewriter.hpp"
#include "dialects/diploid_rewriter.hpp"
#include "dialects/hapmap_rewriter.hpp"

#include <benchmark/benchmark.h>

#include <random>
#include <stdexcept>

namespace hapmill::bench {

namespace {

constexpr std::uint64_t row_bytes_wanted = 256U << 10;
constexpr std::uint32_t column_count = 80;

/// Rows with the given text around the position. `cell` makes the text of each cell from an allele.
template <class Cell>
std::string make_rows(std::string const& before_pos, std::string const& after_pos,
                      Cell const& cell) {
  std::mt19937 random{1};
  std::string rows;
  for (std::uint64_t pos = 1; rows.size() < row_bytes_wanted; ++pos) {
    rows += before_pos + std::to_string(pos) + after_pos;
    for (std::uint32_t k = 0; k < column_count; ++k) {
      rows += '\t' + cell("AG"[random() % 10 == 0 ? 1 : 0], random);
    }
    rows += '\n';
  }
  return rows;
}

/// The rows of one matrix and their rewriter.
struct Rewriting {
  Rewriting(std::string const& rows, std::unique_ptr<RowRewriter> row_rewriter)
      : rewriter{std::move(row_rewriter)} {
    originals.append(rows.data(), rows.size());
  }

  void run() {
    canonical.clear();
    rewriter->rewrite({originals.data(), originals.size()}, canonical, faults);
    if (!faults.empty()) throw std::logic_error{"a row cannot be rewritten"};
    benchmark::DoNotOptimize(canonical.data());
  }

  ByteBuffer originals;
  std::unique_ptr<RowRewriter> rewriter;
  ByteBuffer canonical;
  std::vector<RewriteFault> faults;
};

void add(std::string const& stage, std::string const& target, std::string const& input,
         std::string const& rows, std::unique_ptr<RowRewriter> rewriter) {
  auto const rewriting = std::make_shared<Rewriting>(rows, std::move(rewriter));
  add_stage({stage, target, input, rows.size(), [rewriting] { rewriting->run(); }});
}

std::vector<std::string> column_names(std::size_t site_fields) {
  std::vector<std::string> names(site_fields, "site");
  for (std::uint32_t k = 0; k < column_count; ++k) names.push_back("s" + std::to_string(k));
  return names;
}

void add_pickers() {
  std::string const input = "calls and qualities";
  std::string const rows = make_rows("1\t", "\tA", [](char allele, std::mt19937& random) {
    return allele + ("\t" + std::to_string(random() % 41));
  });
  add_copy(input, rows);
  ColumnLayout layout;
  layout.cell_parts = {CellPart::call, CellPart::quality};
  RowPlan const plan = make_row_input({"", 2, 0})->plan;
  for (auto const* picker : runnable_cell_pickers()) {
    CellReading reading;
    reading.column_names = column_names(0);
    reading.rules = plan.rules;
    reading.missing_code = "N";
    reading.least_quality = 20;
    reading.picker = picker;
    add("pick calls of good quality", picker->name, input, rows,
        make_column_rewriter(layout, std::move(reading)));
  }
}

void add_genotypes() {
  std::string const diploid = make_rows("1\t", "\tA", [](char allele, std::mt19937&) {
    return std::string{allele, '|', 'A'};
  });
  add_copy("diploid", diploid);
  add("rewrite genotypes", "scalar", "diploid", diploid,
      std::make_unique<DiploidRewriter>(
          RowShape{},
          GenotypeRules{.column_names = column_names(site_field_count), .missing_codes = {"N"}}));
  std::string const hapmap =
      make_rows("rs1\tA/G\t1\t", "\t+\t5\t6\t7\t8\t9\t10", [](char allele, std::mt19937&) {
        return std::string{allele, 'A'};
      });
  add_copy("HapMap", hapmap);
  RowShape shape;
  shape.chrom_field = hapmap_chrom_field;
  shape.pos_field = hapmap_pos_field;
  add("rewrite genotypes", "scalar", "HapMap", hapmap,
      std::make_unique<HapMapRewriter>(
          shape,
          GenotypeRules{.column_names = column_names(hapmap_site_fields), .missing_codes = {"N"}},
          2, nullptr, nullptr));
}

}  // namespace

void add_rewriter_stages() {
  add_pickers();
  add_genotypes();
}

}  // namespace hapmill::bench
