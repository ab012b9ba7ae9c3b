#include "groups/part_manifest.hpp"

#include <fmt/format.h>
#include <libdeflate.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "bytes/digest.hpp"
#include "bytes/open_folder.hpp"
#include "groups/json_text.hpp"
#include "groups/parts_names.hpp"
#include "groups/totals_json.hpp"
#include "hapmill/support/errors.hpp"
#include "support/file_descriptor.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

namespace {

constexpr char const* manifest_format = "hapmill part";
constexpr int manifest_format_version = 2;
constexpr char const* what_it_is = "manifest of a part";

Json file_to_json(PartFile const& file) { return {{"bytes", file.bytes}, {"crc32", file.crc32}}; }

PartFile file_from_json(Json const& json) {
  return {whole_number<std::uint64_t>(json.at("bytes")),
          whole_number<std::uint32_t>(json.at("crc32"))};
}

Json mismatches_to_json(RefMismatchList const& mismatches) {
  Json first = Json::array();
  for (auto const& site : mismatches.first) {
    first.push_back({escape_text(site.contig), site.pos, escape_text(site.words)});
  }
  return {{"count", mismatches.count}, {"first", std::move(first)}};
}

RefMismatchList mismatches_from_json(Json const& json) {
  RefMismatchList mismatches{whole_number<std::uint64_t>(json.at("count")), {}};
  for (auto const& site : json.at("first")) {
    mismatches.keep({unescape_text(site.at(0).get<std::string>()),
                     whole_number<std::uint32_t>(site.at(1)),
                     unescape_text(site.at(2).get<std::string>())});
  }
  return mismatches;
}

/// Five numbers a run, one after another.
Json index_to_json(IndexRuns const& index) {
  Json runs = Json::array();
  for (auto const& run : index.runs) {
    runs.insert(runs.end(),
                {run.first.contig_id, run.first.begin, run.first.end, run.end_offset, run.count});
  }
  return {{"names", escape_texts(index.names)},
          {"begin_offset", index.begin_offset},
          {"last_pos", index.last_pos},
          {"runs", std::move(runs)}};
}

IndexRuns index_from_json(Json const& json) {
  IndexRuns index;
  index.names = unescape_texts(json.at("names"));
  index.begin_offset = whole_number<std::uint64_t>(json.at("begin_offset"));
  index.last_pos = whole_number<std::int64_t>(json.at("last_pos"));
  auto const& runs = json.at("runs");
  for (std::size_t k = 0; k < runs.size(); k += 5) {
    index.runs.push_back(
        {{whole_number<std::int32_t>(runs.at(k)), whole_number<std::int64_t>(runs.at(k + 1)),
          whole_number<std::int64_t>(runs.at(k + 2))},
         whole_number<std::uint64_t>(runs.at(k + 3)),
         whole_number<std::uint64_t>(runs.at(k + 4))});
  }
  return index;
}

Json split_to_json(SplitPart const& split) {
  Json files = Json::array();
  for (auto const& [name, file] : split.files) {
    files.push_back({escape_text(name), file.bytes, file.crc32});
  }
  return {{"folder", split.folder},
          {"files", std::move(files)},
          {"outdated", escape_texts(split.outdated)}};
}

/// Files are renamed and removed by these names: none may lead out of its folder.
void check_name(std::string const& name) {
  if (name.empty() || name == "." || name == ".." || name.find('/') != name.npos) {
    throw InputError{fmt::format("the manifest of a part has \"{}\" as name of a file", name)};
  }
}

SplitPart split_from_json(Json const& json) {
  SplitPart split;
  split.folder = json.at("folder").get<std::string>();
  check_name(split.folder);
  for (auto const& file : json.at("files")) {
    split.files.push_back(
        {unescape_text(file.at(0).get<std::string>()),
         {whole_number<std::uint64_t>(file.at(1)), whole_number<std::uint32_t>(file.at(2))}});
    check_name(split.files.back().name);
  }
  split.outdated = unescape_texts(json.at("outdated"));
  for (auto const& name : split.outdated) check_name(name);
  return split;
}

/// As it stands in the file, less the line's end and its own digest.
std::string to_text(Json const& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

PartManifest manifest_from_json(Json const& json) {
  PartManifest manifest;
  manifest.plan_digest = json.at("plan").get<std::string>();
  manifest.group = whole_number<std::size_t>(json.at("group"));
  manifest.part = file_from_json(json.at("part"));
  if (json.contains("split")) manifest.split = split_from_json(json.at("split"));
  if (!json.at("rejects").is_null()) manifest.rejects = file_from_json(json.at("rejects"));
  manifest.bytes_in = whole_number<std::uint64_t>(json.at("bytes_in"));
  manifest.backend = json.at("backend").get<std::string>();
  manifest.threads = whole_number<std::size_t>(json.at("threads"));
  manifest.seconds = json.at("seconds").get<double>();
  manifest.memory = {whole_number<std::uint64_t>(json.at("peak_memory").at("vm_hwm")),
                     whole_number<std::uint64_t>(json.at("peak_memory").at("pss"))};
  manifest.totals = totals_from_json(json.at("totals"));
  manifest.mismatches = mismatches_from_json(json.at("ref_mismatches"));
  if (!json.at("index").is_null()) manifest.index = index_from_json(json.at("index"));
  return manifest;
}

/// Of the first `bytes` of a file, closed at the end.
class FileChecksum {
 public:
  explicit FileChecksum(std::string const& path) : path_{path}, file_{open_own_file(path)} {}

  /// Why the file is not `expected`; empty where it is.
  std::string find_misfit(PartFile const& expected, bool checks_crc) const {
    struct stat status {};
    if (!file_.is_open() || ::fstat(file_.number(), &status) != 0) {
      return fmt::format("{} cannot be opened: {}", path_, std::strerror(errno));
    }
    auto const size = static_cast<std::uint64_t>(status.st_size);
    if (size != expected.bytes) {
      return fmt::format("{} has {} bytes and not {}", path_, size, expected.bytes);
    }
    if (checks_crc && crc32() != expected.crc32) {
      return fmt::format("{} is not what was written: its checksum differs", path_);
    }
    return {};
  }

 private:
  std::uint32_t crc32() const {
    std::vector<char> bytes(std::size_t{1} << 18);
    std::uint32_t crc = 0;
    while (true) {
      check_interrupt();
      ssize_t const count = file_.read(bytes.data(), bytes.size());
      if (count < 0) throw InputError{"cannot read " + path_ + ": " + std::strerror(errno)};
      if (count == 0) return crc;
      crc = ::libdeflate_crc32(crc, bytes.data(), static_cast<std::size_t>(count));
    }
  }

  std::string path_;
  FileDescriptor file_;
};

/// A join that was killed has given some of the files their places already.
std::string find_split_misfit(ConversionPlanFile const& plan, SplitPart const& split,
                              bool checks_crc) {
  for (auto const& [name, file] : split.files) {
    auto const path = fmt::format("{}/{}/{}", parts_folder(plan), split.folder, name);
    auto misfit = FileChecksum{path}.find_misfit(file, checks_crc);
    if (misfit.empty()) continue;
    std::error_code none;
    bool const is_placed = !std::filesystem::exists(path, none) &&
                           FileChecksum{plan.output + "/" + name}.find_misfit(file, true).empty();
    if (!is_placed) return misfit;
  }
  return {};
}

/// Whether a link leads from the folder of parts to where a rename cannot bring them from.
bool is_elsewhere(ConversionPlanFile const& plan) {
  struct stat parts {};
  struct stat output {};
  auto const folder = std::filesystem::path{parts_folder(plan)};
  return ::stat(folder.c_str(), &parts) == 0 &&
         ::stat(folder.parent_path().c_str(), &output) == 0 && parts.st_dev != output.st_dev;
}

}  // namespace

std::string parts_folder(std::string const& output, bool splits_contigs) {
  return output + (splits_contigs ? "/.hapmill-parts" : ".parts");
}

std::string parts_folder(ConversionPlanFile const& plan) {
  return parts_folder(plan.output, plan.splits_contigs);
}

PartPaths part_paths(ConversionPlanFile const& plan, std::size_t group) {
  std::string const stem = fmt::format("{}/group-{:05}", parts_folder(plan), group);
  return {stem + ".part", stem + ".split-", stem + ".rejects", stem + ".json"};
}

OwnFolder list_parts(std::string const& folder, bool splits_contigs, FileList& files,
                     bool writes_plan) {
  auto const is_own = [](std::string_view name) {
    return classify_parts_name(name) != PartsName::foreign;
  };
  auto const is_own_but_plan = [](std::string_view name) {
    auto const kind = classify_parts_name(name);
    return kind != PartsName::foreign && kind != PartsName::plan;
  };
  char const* const option = splits_contigs ? "--split-by-contig" : "-o";
  return writes_plan ? files.fills(option, folder, is_own)
                     : files.fills(option, folder, is_own_but_plan);
}

void make_parts_folder(ConversionPlanFile const& plan) {
  std::error_code error;
  if (plan.splits_contigs) std::filesystem::create_directories(plan.output, error);
  if (!error) std::filesystem::create_directory(parts_folder(plan), error);
  std::error_code none;
  if (error && !std::filesystem::is_directory(parts_folder(plan), none)) {
    throw OutputError{fmt::format("cannot make the folder {}: {}", parts_folder(plan),
                                  std::strerror(error.value()))};
  }
  if (is_elsewhere(plan)) {
    throw OutputError{fmt::format(
        "{} is on another file system than {}, so that no part can become the output: remove it",
        parts_folder(plan), plan.output)};
  }
  OpenFolder::open(parts_folder(plan));  // refuses one that is not ours
}

std::string write_manifest(PartManifest const& manifest) {
  Json json{{"format", manifest_format},
            {"format_version", manifest_format_version},
            {"plan", manifest.plan_digest},
            {"group", manifest.group},
            {"part", file_to_json(manifest.part)},
            {"rejects", manifest.rejects ? file_to_json(*manifest.rejects) : Json(nullptr)},
            {"bytes_in", manifest.bytes_in},
            {"backend", manifest.backend},
            {"threads", manifest.threads},
            {"seconds", manifest.seconds},
            {"peak_memory",
             {{"vm_hwm", manifest.memory.peak_resident}, {"pss", manifest.memory.proportional}}},
            {"totals", totals_to_json(manifest.totals)},
            {"ref_mismatches", mismatches_to_json(manifest.mismatches)},
            {"index", manifest.index ? index_to_json(*manifest.index) : Json(nullptr)}};
  if (manifest.split) json["split"] = split_to_json(*manifest.split);
  json["digest"] = digest_of(to_text(json));
  return to_text(json) + "\n";
}

PartManifest load_manifest(std::string const& path) {
  auto json = parse_json(path, read_own_file(path, std::string{what_it_is}), what_it_is,
                         manifest_format, manifest_format_version);
  return read_fields(path, what_it_is, [&] {
    auto const digest = json.at("digest").get<std::string>();
    json.erase("digest");
    if (digest_of(to_text(json)) != digest) {
      refuse_json(path, what_it_is, "it was changed after it was written");
    }
    return manifest_from_json(json);
  });
}

std::string find_misfit(ConversionPlanFile const& plan, std::size_t group, bool checks_crc) {
  auto const paths = part_paths(plan, group);
  std::error_code none;
  if (!std::filesystem::exists(paths.manifest, none)) return "it has not been converted yet";
  try {
    auto const manifest = load_manifest(paths.manifest);
    if (manifest.plan_digest != plan.digest || manifest.group != group ||
        manifest.split.has_value() != plan.splits_contigs) {
      return "its part is of another plan";
    }
    auto misfit = manifest.split ? find_split_misfit(plan, *manifest.split, checks_crc)
                                 : FileChecksum{paths.part}.find_misfit(manifest.part, checks_crc);
    if (misfit.empty() && manifest.rejects) {
      misfit = FileChecksum{paths.rejects}.find_misfit(*manifest.rejects, checks_crc);
    }
    return misfit;
  } catch (InputError const& error) {
    return error.what();
  }
}

}  // namespace hapmill
