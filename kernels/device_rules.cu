#include "device_rules.cuh"

#include <algorithm>
#include <vector>

namespace hapmill::cu {

namespace {

/// Returns the number of columns of each sample, or 0 if they differ.
std::uint8_t ploidy_of(std::vector<SampleColumns> const& samples) {
  if (samples.empty()) return 0;
  auto const is_pair = [](SampleColumns columns) { return columns.second != SampleColumns::none; };
  bool const first_is_pair = is_pair(samples.front());
  bool const are_alike = std::all_of(samples.begin(), samples.end(), [&](SampleColumns columns) {
    return is_pair(columns) == first_is_pair;
  });
  if (!are_alike) return 0;
  return first_is_pair ? 2 : 1;
}

/// Whether the samples' columns, one after another, are 0, 1, 2 and so on.
bool are_in_order(std::vector<SampleColumns> const& samples) {
  std::uint32_t next = 0;
  return std::all_of(samples.begin(), samples.end(), [&](SampleColumns columns) {
    bool const first_fits = columns.first == next++;
    return first_fits && (columns.second == SampleColumns::none || columns.second == next++);
  });
}

/// Adds zeros up to a multiple of cells_padding.
std::vector<std::uint8_t> pad(std::vector<std::uint8_t> uncounted) {
  uncounted.resize(round_up(static_cast<std::uint32_t>(uncounted.size()), cells_padding));
  return uncounted;
}

}  // namespace

DeviceRules::DeviceRules(RowPlan const& plan)
    : samples_{plan.samples.size()},
      uncounted_{round_up(static_cast<std::uint32_t>(plan.uncounted.size()), cells_padding)},
      pi_prefix_{plan.pi_prefix.size()},
      rules_{1} {
  auto const samples = sample_columns(plan);
  auto const uncounted = pad(plan.uncounted);
  RowRules rules{};
  rules.alleles = plan.rules;
  // A row in which the delimiter is at the place of a cell is not regular.
  if (is_ascii(plan.delimiter)) {
    rules.alleles.code_of_byte[static_cast<unsigned>(plan.delimiter)] = control_byte;
  }
  rules.format = make_record_format(plan, samples_.data());
  rules.format.table.pi_prefix = pi_prefix_.data();
  rules.uncounted = uncounted.empty() ? nullptr : uncounted_.data();
  rules.column_count = plan.column_count();
  rules.ploidy = ploidy_of(samples);
  rules.samples_in_order = are_in_order(samples);
  rules.alt_order = plan.alt_order;
  rules.filters = plan.filters;
  rules.delimiter = plan.delimiter;
  rules.stops_at_bad_row = plan.bad_rows == BadRowPolicy::error;
  rules.counts_columns = plan.count_columns;

  Stream const stream;
  copy_to_device(samples_.data(), samples.data(), samples.size(), stream.get());
  copy_to_device(uncounted_.data(), uncounted.data(), uncounted.size(), stream.get());
  copy_to_device(pi_prefix_.data(), plan.pi_prefix.data(), plan.pi_prefix.size(), stream.get());
  copy_to_device(rules_.data(), &rules, 1, stream.get());
  stream.wait();
}

}  // namespace hapmill::cu
