#include "groups/part_check.hpp"

#include <fmt/format.h>

#include <deque>
#include <exception>

#include "hapmill/support/errors.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

namespace {

class Check final : public Task {
 public:
  Check(ConversionPlanFile const& plan, std::size_t group, bool checks_crc)
      : plan_{plan}, group_{group}, checks_crc_{checks_crc} {}

  void run(std::size_t) noexcept override {
    try {
      misfit_ = find_misfit(plan_, group_, checks_crc_);
    } catch (...) {
      error_ = std::current_exception();
    }
  }

  /// After run(): why the part does not fit.
  std::string const& misfit() const {
    if (error_) std::rethrow_exception(error_);
    return misfit_;
  }

 private:
  ConversionPlanFile const& plan_;
  std::size_t group_;
  bool checks_crc_;
  std::string misfit_;
  std::exception_ptr error_;
};

/// `0, 3 to 5`.
std::string list_numbers(std::vector<std::size_t> const& numbers) {
  std::string text;
  for (std::size_t k = 0; k < numbers.size();) {
    std::size_t last = k;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    text += fmt::format("{}{}", k == 0 ? "" : ", ", numbers[k]);
    if (last != k) text += fmt::format("{}{}", last == k + 1 ? ", " : " to ", numbers[last]);
    k = last + 1;
  }
  return text;
}

}  // namespace

std::vector<PartManifest> load_parts(ConversionPlanFile const& plan, bool checks_crc,
                                     std::size_t thread_count) {
  std::deque<Check> checks;
  TaskPool pool{thread_count};  // goes first, and with it whoever may run a check
  for (std::size_t k = 0; k < plan.groups.size(); ++k) {
    checks.emplace_back(plan, k, checks_crc);
    pool.submit(checks.back());
  }
  for (auto& check : checks) pool.wait(check);
  std::vector<std::size_t> missing;
  std::string why;
  for (std::size_t k = 0; k < checks.size(); ++k) {
    if (checks[k].misfit().empty()) continue;
    if (missing.empty()) why = fmt::format("group {}: {}", k, checks[k].misfit());
    missing.push_back(k);
  }
  if (!missing.empty()) {
    throw InputError{
        fmt::format("{}; convert with --plan and --group {}, and finalize then ({} of {} groups)",
                    why, list_numbers(missing), missing.size(), plan.groups.size())};
  }
  std::vector<PartManifest> manifests;
  for (std::size_t k = 0; k < plan.groups.size(); ++k) {
    manifests.push_back(load_manifest(part_paths(plan, k).manifest));
  }
  return manifests;
}

}  // namespace hapmill
