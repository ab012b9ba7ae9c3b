#include "rows/regions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bytes/text_lines.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

/// A region of the command line, taken apart as htslib does.
struct RegionText {
  std::string_view whole;      ///< without braces
  std::string_view contig;     ///< up to the last colon; all of it, where there is none
  std::string_view positions;  ///< after that colon
  bool has_colon = false;
  bool has_braces = false;
};

RegionText take_apart(std::string_view text) {
  RegionText parts;
  if (text.starts_with('{')) {
    std::size_t const close = text.find('}');
    std::string_view const rest = close == text.npos ? "" : text.substr(close + 1);
    if (close == text.npos || (!rest.empty() && rest[0] != ':')) {
      throw UsageError{fmt::format(
          "--regions {}: braces go round a contig's name, as in {{HLA:1}}:100-200", quoted(text))};
    }
    parts = {text.substr(1, close - 1), text.substr(1, close - 1), "", !rest.empty(), true};
    if (parts.has_colon) parts.positions = rest.substr(1);
    return parts;
  }
  std::size_t const colon = text.rfind(':');
  parts = {text, text.substr(0, colon), "", colon != text.npos, false};
  if (parts.has_colon) parts.positions = text.substr(colon + 1);
  return parts;
}

/// A number; past max_pos it is one more. None for other text.
std::optional<std::uint32_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::invalid_argument || end != text.data() + text.size()) return std::nullopt;
  bool const is_large = error == std::errc::result_out_of_range || value > max_pos;
  return is_large ? max_pos + 1 : static_cast<std::uint32_t>(value);
}

/// `100`, `100-`, `-200` or `100-200`; none for other text.
std::optional<PosRange> parse_positions(std::string_view text) {
  std::size_t const hyphen = text.find('-');
  PosRange pos;
  if (hyphen != 0) {
    auto const first = parse_number(text.substr(0, hyphen));
    if (!first) return std::nullopt;
    pos.first = pos.last = *first;
    if (hyphen != text.npos) pos.last = max_pos;
  }
  if (hyphen != text.npos && hyphen + 1 < text.size()) {
    auto const last = parse_number(text.substr(hyphen + 1));
    if (!last) return std::nullopt;
    pos.last = std::min(*last, max_pos);
  }
  bool const is_bare = hyphen == 0 && text.size() == 1;
  bool const is_valid = !is_bare && pos.first >= 1 && pos.first <= pos.last && pos.last <= max_pos;
  return is_valid ? std::optional{pos} : std::nullopt;
}

Region make_region(std::string_view text, ContigNames const& contigs) {
  RegionText const parts = take_apart(text);
  if (!parts.has_colon) return {std::string{parts.contig}, {}};
  if (!parts.has_braces && contigs.has(parts.whole)) {
    if (contigs.has(parts.contig)) {
      throw UsageError{fmt::format(
          "--regions {0}: this is a contig, and positions of contig {1} too: write {{{2}}} or "
          "{{{3}}}:{4}",
          quoted(text), quoted(parts.contig), parts.whole, parts.contig, parts.positions)};
    }
    return {std::string{parts.whole}, {}};
  }
  auto const pos = parse_positions(parts.positions);
  // Of an unknown contig the whole text may be the name.
  if (!pos && !parts.has_braces && !contigs.has(parts.contig)) return {std::string{text}, {}};
  if (!pos) {
    throw UsageError{fmt::format(
        "--regions {}: {} are no positions, as in 1000, 1000-2000, 1000- or -2000, from 1 to {}",
        quoted(text), quoted(parts.positions), max_pos)};
  }
  return {std::string{parts.contig}, *pos};
}

/// Parts a list at commas outside of braces.
void append_texts(std::vector<std::string>& texts, std::string_view list) {
  while (true) {
    std::size_t const from = list.starts_with('{') ? list.find('}') : 0;
    std::size_t const comma = from == list.npos ? from : list.find(',', from);
    texts.emplace_back(list.substr(0, comma));
    if (texts.back().empty()) {
      throw UsageError{
          "--regions: a region is empty; regions are separated by commas, as in "
          "chr1,chr2:1000-2000"};
    }
    if (comma == list.npos) return;
    list.remove_prefix(comma + 1);
  }
}

std::string list_contigs(ContigNames const& contigs) {
  constexpr std::uint32_t most = 20;
  std::string text;
  for (std::uint32_t k = 0; k < std::min(most, contigs.count()); ++k) {
    text += (k == 0 ? "" : ", ") + quoted(contigs.name(k));
  }
  if (contigs.count() > most) text += fmt::format(" and {} more", contigs.count() - most);
  return contigs.count() == 0 ? "none" : text;
}

}  // namespace

std::string to_text(Region const& region) {
  if (region.pos.is_whole()) return region.contig;
  if (region.pos.last == max_pos) return fmt::format("{}:{}-", region.contig, region.pos.first);
  return fmt::format("{}:{}-{}", region.contig, region.pos.first, region.pos.last);
}

RegionSet::RegionSet(std::vector<Region> const& regions, ContigNames const& contigs)
    : of_contig_(contigs.count()) {
  for (auto const& region : regions) {
    if (auto const id = contigs.find(region.contig)) of_contig_[*id].push_back(region.pos);
  }
  for (auto& ranges : of_contig_) {
    std::sort(ranges.begin(), ranges.end(),
              [](PosRange const& a, PosRange const& b) { return a.first < b.first; });
    std::size_t kept = 0;
    for (std::size_t k = 1; k < ranges.size(); ++k) {
      bool const is_apart = ranges[k].first - 1 > ranges[kept].last;
      if (is_apart) {
        ranges[++kept] = ranges[k];
      } else {
        ranges[kept].last = std::max(ranges[kept].last, ranges[k].last);
      }
    }
    if (!ranges.empty()) ranges.resize(kept + 1);
  }
}

RegionRequest RegionRequest::from_lists(std::vector<std::string> const& lists) {
  RegionRequest request;
  for (auto const& list : lists) append_texts(request.texts_, list);
  for (auto const& text : request.texts_) take_apart(text);
  return request;
}

RegionRequest RegionRequest::from_file(InputPath const& file) {
  std::string const& path = file.text();
  RegionRequest request;
  request.path_ = path;
  request.regions_ = parse_region_lines(read_small_file(file), path.ends_with(".bed"), path);
  return request;
}

std::string RegionRequest::to_text() const {
  std::string text;
  for (auto const& named : texts_) text += named + "\n";
  for (auto const& region : regions_) text += hapmill::to_text(region) + "\n";
  return text;
}

std::vector<Region> RegionRequest::resolve(ContigNames const& contigs) const {
  std::vector<Region> regions = regions_;
  for (auto const& text : texts_) regions.push_back(make_region(text, contigs));
  return regions;
}

std::vector<std::string> RegionRequest::unknown_contigs(ContigNames const& contigs) const {
  ContigNames unknown;
  for (auto const& region : resolve(contigs)) {
    if (!contigs.has(region.contig)) unknown.number_of(region.contig);
  }
  std::vector<std::string> names;
  for (std::uint32_t k = 0; k < unknown.count(); ++k) names.push_back(unknown.name(k));
  return names;
}

bool RegionRequest::fits(ContigNames const& contigs) const {
  auto const regions = resolve(contigs);
  auto const is_known = [&](Region const& region) { return contigs.has(region.contig); };
  return path_ && !regions.empty() ? std::any_of(regions.begin(), regions.end(), is_known)
                                   : std::all_of(regions.begin(), regions.end(), is_known);
}

void RegionRequest::require_fit(std::string const& matrix_name, ContigNames const& contigs) const {
  if (fits(contigs)) return;
  std::string const first = quoted(unknown_contigs(contigs).front());
  if (path_) {
    throw InputError{fmt::format("{} has none of the contigs of {} ({} is the first); it has {}",
                                 matrix_name, *path_, first, list_contigs(contigs))};
  }
  throw InputError{fmt::format("{} has no contig {}, which --regions names; it has {}", matrix_name,
                               first, list_contigs(contigs))};
}

}  // namespace hapmill
