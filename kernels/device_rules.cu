#include "device_rules.cuh"

namespace hapmill::cu {

DeviceRules::DeviceRules(RowPlan const& plan)
    : samples_{plan.samples.size()},
      uncounted_{plan.uncounted.size()},
      pi_prefix_{plan.pi_prefix.size()},
      rules_{1} {
  auto const samples = sample_columns(plan);
  RowRules rules{};
  rules.alleles = plan.rules;
  rules.format = make_record_format(plan, samples_.data());
  rules.format.table.pi_prefix = pi_prefix_.data();
  rules.uncounted = plan.uncounted.empty() ? nullptr : uncounted_.data();
  rules.column_count = plan.column_count();
  rules.alt_order = plan.alt_order;
  rules.delimiter = plan.delimiter;
  rules.stops_at_bad_row = plan.bad_rows == BadRowPolicy::error;
  rules.counts_columns = plan.count_columns;

  Stream const stream;
  copy_to_device(samples_.data(), samples.data(), samples.size(), stream.get());
  copy_to_device(uncounted_.data(), plan.uncounted.data(), plan.uncounted.size(), stream.get());
  copy_to_device(pi_prefix_.data(), plan.pi_prefix.data(), plan.pi_prefix.size(), stream.get());
  copy_to_device(rules_.data(), &rules, 1, stream.get());
  stream.wait();
}

}  // namespace hapmill::cu
