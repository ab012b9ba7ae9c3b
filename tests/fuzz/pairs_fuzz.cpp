// Reads names of columns and a pairs file, which give samples that can be written, or an error.
#include "fuzz/fuzz_input.hpp"

#include "bytes/text_lines.hpp"
#include "hapmill/support/errors.hpp"
#include "matrix/sample_pairs.hpp"
#include "support/listed_paths.hpp"

#include <set>

namespace hapmill::fuzz {
namespace {

/// The first line has the names of the columns; the rest is the pairs file.
void run(std::uint8_t const* data, std::size_t size) {
  Choices choices{data, size};
  constexpr PairMode modes[] = {PairMode::file, PairMode::automatic, PairMode::adjacent,
                                PairMode::self, PairMode::none};
  PairOptions options;
  options.mode = modes[choices.below(std::size(modes))];
  options.unpaired_haploid = choices.below(2) == 1;
  auto const text = choices.text();
  auto const newline = text.find('\n');
  auto const names = split_fields(text.substr(0, newline), '\t');
  TextFile const pairs{newline == std::string_view::npos ? "" : text.substr(newline + 1)};
  options.path = test::input_path(pairs.path());

  std::vector<Sample> samples;
  try {
    samples = make_samples(names, options);
  } catch (InputError const& error) {
    expect(error.what()[0] != '\0', "an error without words");
    return;
  }
  std::set<std::string> seen;
  for (auto const& sample : samples) {
    expect(sample.columns.first < names.size(), "the first column is not there");
    bool const has_second = sample.columns.second != SampleColumns::none;
    expect(!has_second || sample.columns.second < names.size(), "the second column is not there");
    expect(seen.insert(sample.name).second || options.mode != PairMode::file,
           "two samples of one name");
    expect(sample.name.find('\n') == std::string::npos, "a name of two lines");
  }
  bool const may_be_none = options.mode == PairMode::adjacent && names.size() == 1;
  expect(!samples.empty() || may_be_none, "no sample");
}

}  // namespace
}  // namespace hapmill::fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  hapmill::fuzz::run(data, size);
  return 0;
}
