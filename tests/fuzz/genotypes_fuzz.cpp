// Rewrites rows of genotypes, HapMap or diploid. Each gives exactly one plain row, which all
// backends convert in the same way.
#include "fuzz/fuzz_input.hpp"
#include "fuzz/fuzzed_rows.hpp"

#include "dialects/diploid_rewriter.hpp"
#include "dialects/hapmap_rewriter.hpp"
#include "hapmill/support/errors.hpp"
#include "matrix/genotype_header.hpp"
#include "options/convert_arguments.hpp"
#include "options/planner.hpp"

#include <algorithm>
#include <memory>

namespace hapmill::fuzz {
namespace {

using Words = std::vector<std::string>;

Words const outputs[] = {{"-O", "v"},
                         {"-O", "u"},
                         {"--unphased", "as-is"},
                         {"--unphased", "missing"},
                         {"--unphased", "error"}};

/// Makes the rewriter for a choice of options.
struct Reader {
  RowPlan plan;
  std::unique_ptr<RowRewriter> rewriter;
};

Reader make_reader(InputFormat format, std::uint32_t cell_size, Words const& output,
                   bool fold_case) {
  Words arguments{"-", "--on-bad-row", "skip"};
  arguments.insert(arguments.end(),
                   {"--input-format", format == InputFormat::hapmap ? "hapmap" : "diploid"});
  arguments.insert(arguments.end(), {"--fold-case", fold_case ? "on" : "off"});
  arguments.insert(arguments.end(), output.begin(), output.end());
  ConvertPlan plan = make_plan(*parse_convert_arguments(arguments));
  Words const samples{"x", "y", "z"};
  add_samples(plan, samples);
  GenotypeRules rules{.column_names = genotype_site_names(format),
                      .missing_codes = plan.genotypes.missing_codes,
                      .fold_case = plan.row.rules.fold_case,
                      .unphased_is_missing = plan.genotypes.unphased_is_missing};
  rules.column_names.insert(rules.column_names.end(), samples.begin(), samples.end());
  Reader reader;
  if (format == InputFormat::diploid) {
    reader.rewriter = std::make_unique<DiploidRewriter>(plan.layout.shape, std::move(rules));
  } else {
    reader.rewriter = std::make_unique<HapMapRewriter>(plan.layout.shape, std::move(rules),
                                                       cell_size, nullptr, nullptr);
  }
  reader.plan = std::move(plan.row);
  return reader;
}

Reader const& reader_of(Choices& choices) {
  static std::vector<Reader> readers = [] {
    std::vector<Reader> made;
    for (auto const& output : outputs) {
      for (bool const fold_case : {false, true}) {
        made.push_back(make_reader(InputFormat::hapmap, 1, output, fold_case));
        made.push_back(make_reader(InputFormat::hapmap, 2, output, fold_case));
        made.push_back(make_reader(InputFormat::diploid, 1, output, fold_case));
      }
    }
    return made;
  }();
  return readers[choices.below(readers.size())];
}

void run(std::uint8_t const* data, std::size_t size) {
  Choices choices{data, size};
  Reader const& reader = reader_of(choices);
  std::string rows{choices.text()};
  if (rows.empty()) return;
  if (!rows.ends_with('\n')) rows += '\n';
  ByteBuffer originals;
  originals.append(rows.data(), rows.size());
  ByteBuffer canonical;
  std::vector<RewriteFault> faults;
  reader.rewriter->rewrite({originals.data(), originals.size()}, canonical, faults);

  std::string_view const text{canonical.data(), canonical.size()};
  auto const row_count = std::count(rows.begin(), rows.end(), '\n');
  expect(std::count(text.begin(), text.end(), '\n') == row_count, "rows came or went");
  std::uint64_t next = 0;
  for (auto const& fault : faults) {
    expect(fault.row >= next && fault.row < static_cast<std::uint64_t>(row_count),
           "a fault of no row, or of one twice");
    expect(fault.fault.kind != RowFaultKind::none, "a fault of no kind");
    expect(fault.fault.begin + fault.fault.size <= rows.size(), "a fault outside of its row");
    next = fault.row + 1;
  }
  std::string const contig = contig_of(text, reader.plan.delimiter);
  Chunk chunk;
  fill(chunk, contig, text);
  expect_same_conversions(reader.plan, chunk);
}

}  // namespace
}  // namespace hapmill::fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  hapmill::fuzz::run(data, size);
  return 0;
}
