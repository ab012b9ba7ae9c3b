// Converts rows with every instruction set and with the row functions alone, which give the same
// bytes, counts and faults.
#include "fuzz/fuzz_input.hpp"
#include "fuzz/fuzzed_rows.hpp"

#include "hapmill/support/errors.hpp"
#include "options/convert_arguments.hpp"
#include "options/planner.hpp"

#include <map>
#include <memory>

namespace hapmill::fuzz {
namespace {

using Words = std::vector<std::string>;

constexpr std::uint32_t most_columns = 9;

Words const outputs[] = {{},
                         {"-O", "v"},
                         {"-O", "u"},
                         {"--table-style", "phase"},
                         {"--table-style", "vcf-simplify"},
                         {"-O", "v", "--ps"}};
Words const choices_of_missing[] = {{},
                                    {"--missing", "dot"},
                                    {"--missing", "keep"},
                                    {"--missing", "dot", "--half-call", "missing"},
                                    {"--missing", "dot", "--half-call", "error"},
                                    {"--missing-code", ".", "--missing-code", "NA"}};
Words const choices_of_deletion[] = {{},
                                     {"--deletion", "star"},
                                     {"--deletion", "missing"},
                                     {"--deletion", "drop-site"},
                                     {"--deletion", "keep", "--deletion-code", "del"}};
Words const choices_of_alleles[] = {{},
                                    {"--ambiguous", "missing"},
                                    {"--ambiguous", "error"},
                                    {"--fold-case", "on"},
                                    {"--alt-order", "acgt"},
                                    {"--alt-order", "frequency", "--fold-case", "on"},
                                    {"--alt-from", "printed", "--pairs", "adjacent"}};
Words const choices_of_pairs[] = {
    {"--pairs", "adjacent"}, {"--pairs", "none"}, {"--pairs", "self"}, {}};

Words const choices_of_bad_rows[] = {{}, {"--on-bad-row", "skip"}};
Words const choices_of_delimiter[] = {{}, {"--delimiter", ","}, {"--delimiter", "A"}};
Words const choices_of_report[] = {{}, {"--report", "r"}};

/// Returns the plan of the choices; nothing if they contradict each other.
RowPlan const* plan_of(Choices& choices) {
  static std::map<Words, std::unique_ptr<RowPlan>> plans;
  Words arguments{"-", "-q"};
  auto const take = [&](auto const& words) {
    auto const& chosen = words[choices.below(std::size(words))];
    arguments.insert(arguments.end(), chosen.begin(), chosen.end());
  };
  take(outputs);
  take(choices_of_missing);
  take(choices_of_deletion);
  take(choices_of_alleles);
  take(choices_of_pairs);
  take(choices_of_bad_rows);
  take(choices_of_delimiter);
  take(choices_of_report);
  std::size_t const columns = 1 + choices.below(most_columns);
  Words key = arguments;
  key.push_back(std::to_string(columns));
  auto const [known, is_new] = plans.try_emplace(key);
  if (!is_new) return known->second.get();
  try {
    ConvertPlan plan = make_plan(*parse_convert_arguments(arguments));
    Words names;
    for (std::size_t k = 0; k < columns; ++k) names.push_back("c" + std::to_string(k));
    add_samples(plan, names);
    known->second = std::make_unique<RowPlan>(plan.row);
  } catch (Error const&) {
  }
  return known->second.get();
}

void run(std::uint8_t const* data, std::size_t size) {
  Choices choices{data, size};
  RowPlan const* const plan = plan_of(choices);
  if (plan == nullptr || choices.text().empty()) return;
  std::string const contig = contig_of(choices.text(), plan->delimiter);
  Chunk chunk;
  fill(chunk, contig, choices.text());
  expect_same_conversions(*plan, chunk);
}

}  // namespace
}  // namespace hapmill::fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  hapmill::fuzz::run(data, size);
  return 0;
}
