#include "groups/conversion_plan_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>
#include <stdexcept>

#include "bytes/digest.hpp"
#include "groups/json_text.hpp"
#include "groups/region_json.hpp"
#include "hapmill/support/errors.hpp"
#include "hapmill/version.hpp"

namespace hapmill {

namespace {

constexpr char const* plan_format = "hapmill plan";
constexpr int plan_format_version = 1;
constexpr char const* what_it_is = "plan";

/// Ranges of each contig, as columns: a matrix may have a million of them.
Json contigs_to_json(ConversionPlanFile const& plan) {
  std::vector<Json> begins(plan.input.names.count(), Json::array());
  auto ends = begins;
  for (auto const& range : plan.input.ranges) {
    begins[range.contig_id].push_back(range.begin);
    ends[range.contig_id].push_back(range.end);
  }
  Json contigs = Json::array();
  for (auto const k : plan.input.contig_order) {
    contigs.push_back({{"name", escape_text(plan.input.names.name(k))},
                       {"number", k},
                       {"phase_set", plan.input.facts[k].phase_set},
                       {"begins", std::move(begins[k])},
                       {"ends", std::move(ends[k])}});
  }
  return contigs;
}

Json inputs_to_json(std::vector<MatrixIdentity> const& inputs) {
  Json all = Json::array();
  for (auto const& input : inputs) {
    all.push_back({{"path", escape_text(input.path)},
                   {"size", input.size},
                   {"modified_ns", input.modified_ns}});
  }
  return all;
}

Json groups_to_json(std::vector<Group> const& groups) {
  Json all = Json::array();
  for (auto const& group : groups) {
    all.push_back({{"first_range", group.first_range},
                   {"range_count", group.range_count},
                   {"bytes", group.bytes}});
  }
  return all;
}

/// What stands beside the contigs: how contigs were found, and what people want to know.
void add_row_numbers(Json& contigs, ConversionPlanFile const& plan) {
  std::vector<Json> lines(plan.input.names.count(), Json::array());
  std::vector<std::vector<PosRange>> bounds(plan.input.names.count());
  for (auto const& range : plan.input.ranges) {
    lines[range.contig_id].push_back(range.first_line);
    bounds[range.contig_id].push_back(range.pos);
  }
  for (auto& contig : contigs) {
    auto const k = whole_number<std::uint32_t>(contig["number"]);
    contig["rows"] = plan.row_counts[k];
    contig["first_lines"] = std::move(lines[k]);
    if (auto positions = bounds_to_json(bounds[k]); !positions.is_null()) {
      contig["positions"] = std::move(positions);
    }
  }
}

std::vector<MatrixIdentity> read_inputs(Json const& json) {
  std::vector<MatrixIdentity> inputs;
  for (auto const& input : json) {
    inputs.push_back({unescape_text(input.at("path").get<std::string>()),
                      whole_number<std::uint64_t>(input.at("size")),
                      whole_number<std::int64_t>(input.at("modified_ns"))});
  }
  return inputs;
}

/// Contigs as the file has them: in output order.
void read_contigs(Json const& json, ConversionPlanFile& plan) {
  std::vector<Json const*> by_number(json.size(), nullptr);
  for (auto const& contig : json) {
    auto const number = whole_number<std::uint32_t>(contig.at("number"));
    if (number >= by_number.size()) throw std::out_of_range{"a contig has a number too high"};
    by_number[number] = &contig;
    plan.input.contig_order.push_back(number);
  }
  for (auto const* contig : by_number) {
    if (contig == nullptr) throw std::out_of_range{"two of its contigs have one number"};
    plan.input.names.number_of(unescape_text(contig->at("name").get<std::string>()));
    plan.input.facts.emplace_back().phase_set =
        whole_number<std::uint32_t>(contig->at("phase_set"));
    plan.row_counts.push_back(whole_number<std::uint64_t>(contig->at("rows")));
  }
  if (plan.input.names.count() != json.size())
    throw std::out_of_range{"two of its contigs have one name"};
  plan.input.knows_lines = true;
  for (auto const& contig : json) {
    auto const& begins = contig.at("begins");
    for (std::size_t k = 0; k < begins.size(); ++k) {
      PlannedRange range{{whole_number<std::uint64_t>(begins.at(k)),
                          whole_number<std::uint64_t>(contig.at("ends").at(k)),
                          whole_number<std::uint64_t>(contig.at("first_lines").at(k)),
                          whole_number<std::uint32_t>(contig.at("number")),
                          bound_from_json(contig, k)}};
      auto const* const before = plan.input.ranges.empty() ? nullptr : &plan.input.ranges.back();
      range.begins_segment = begins_segment(before, range);
      if (before != nullptr && range.begin < before->begin) plan.input.is_in_file_order = false;
      plan.input.knows_lines = plan.input.knows_lines && range.first_line != 0;
      plan.input.ranges.push_back(range);
    }
  }
}

std::vector<Group> read_groups(Json const& json) {
  std::vector<Group> groups;
  for (auto const& group : json) {
    groups.push_back({whole_number<std::size_t>(group.at("first_range")),
                      whole_number<std::size_t>(group.at("range_count")),
                      whole_number<std::uint64_t>(group.at("bytes"))});
  }
  return groups;
}

bool is_sound(ConversionPlanFile const& plan) {
  if (plan.inputs.empty() || plan.groups.empty()) return false;
  std::uint64_t size = 0;
  for (auto const& input : plan.inputs) size += input.size;
  for (auto const& range : plan.input.ranges) {
    if (range.begin >= range.end || range.end > size) return false;
  }
  std::size_t next = 0;
  for (auto const& group : plan.groups) {
    if (group.first_range != next || group.range_count > plan.input.ranges.size() - next) {
      return false;
    }
    next += group.range_count;
    if (group.range_count != 0 && !plan.input.ranges[group.first_range].begins_segment) {
      return false;
    }
  }
  return next == plan.input.ranges.size();
}

}  // namespace

std::vector<MatrixIdentity> identities_of(MatrixInput const& matrix) {
  constexpr std::int64_t second = 1'000'000'000;
  std::vector<MatrixIdentity> identities;
  for (auto const& file : matrix.identities()) {
    identities.push_back({std::filesystem::absolute(file.path).lexically_normal().string(),
                          file.size, file.modified_seconds * second + file.modified_nanoseconds});
  }
  return identities;
}

void set_digest(ConversionPlanFile& plan) {
  Json const all{{"hapmill", plan.version},
                 {"inputs", inputs_to_json(plan.inputs)},
                 {"shape", plan.shape},
                 {"contigs", contigs_to_json(plan)},
                 {"groups", groups_to_json(plan.groups)}};
  plan.digest = digest_of(all.dump());
}

std::string write_plan(ConversionPlanFile const& plan) {
  auto contigs = contigs_to_json(plan);
  add_row_numbers(contigs, plan);
  Json all{{"format", plan_format},
           {"format_version", plan_format_version},
           {"hapmill", plan.version},
           {"digest", plan.digest},
           {"folder", escape_text(plan.folder)},
           {"arguments", escape_texts(plan.arguments)},
           {"output", escape_text(plan.output)},
           {"splits_contigs", plan.splits_contigs},
           {"inputs", inputs_to_json(plan.inputs)},
           {"shape", plan.shape},
           {"contigs_found_by", plan.is_scanned ? "scan" : "bisection"},
           {"threads", plan.threads},
           {"expected_memory", plan.expected_memory},
           {"expected_output", plan.expected_output},
           {"groups", groups_to_json(plan.groups)},
           {"contigs", std::move(contigs)}};
  if (plan.input.regions) all["regions"] = notes_to_json(*plan.input.regions);
  return all.dump() + "\n";
}

ConversionPlanFile load_plan(InputPath const& file) {
  std::string const& path = file.text();
  auto const json = read_json(file, what_it_is, plan_format, plan_format_version);
  ConversionPlanFile plan;
  std::error_code none;
  if (path != "-") plan.path = std::filesystem::absolute(path, none).string();
  read_fields(path, what_it_is, [&] {
    plan.version = json.at("hapmill").get<std::string>();
    plan.folder = unescape_text(json.at("folder").get<std::string>());
    plan.arguments = unescape_texts(json.at("arguments"));
    plan.output = unescape_text(json.at("output").get<std::string>());
    plan.splits_contigs = json.value("splits_contigs", false);
    plan.inputs = read_inputs(json.at("inputs"));
    plan.shape = json.at("shape").get<std::string>();
    plan.is_scanned = json.at("contigs_found_by").get<std::string>() == "scan";
    read_contigs(json.at("contigs"), plan);
    if (json.contains("regions")) plan.input.regions = notes_from_json(json.at("regions"));
    plan.groups = read_groups(json.at("groups"));
    plan.threads = whole_number<std::size_t>(json.at("threads"));
    plan.expected_memory = whole_number<std::uint64_t>(json.at("expected_memory"));
    plan.expected_output = whole_number<std::uint64_t>(json.at("expected_output"));
  });
  if (!is_sound(plan)) refuse_json(path, what_it_is, "its groups do not fit its contigs");
  if (plan.version != version) {
    throw InputError{
        fmt::format("{} was made by hapmill {}, and this is hapmill {}: make the plan again", path,
                    plan.version, version)};
  }
  set_digest(plan);
  auto const digest =
      read_fields(path, what_it_is, [&] { return json.at("digest").get<std::string>(); });
  if (plan.digest != digest) {
    refuse_json(path, what_it_is, "it was changed after it was made: make the plan again");
  }
  return plan;
}

}  // namespace hapmill
