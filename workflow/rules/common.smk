import json
import os
import shlex

MATRICES = config["matrices"]
INDEX = config["index"] if config["suffix"] in (".vcf.gz", ".bcf") else "none"

# The file, or with a file for each contig the folder, that hapmill writes; where its parts stand
# until then (hapmill decides that); what Snakemake is to find once it is complete.
OUTPUT = os.path.join(config["results"], "{matrix}" + ("" if config["split"] else config["suffix"]))
PARTS = os.path.join(OUTPUT, ".hapmill-parts") if config["split"] else OUTPUT + ".parts"
if config["split"]:
    PRODUCTS = [OUTPUT + ".files.txt"]
else:
    PRODUCTS = [OUTPUT] + ([] if INDEX == "none" else [f"{OUTPUT}.{INDEX}"])

PLAN = os.path.join(config["work"], "{matrix}.plan.json")
FINISHED = os.path.join(config["work"], "{matrix}.finished")
MANIFEST = os.path.join(PARTS, "group-{group}.json")

# By whoever submits jobs: within a job there is no more memory for another attempt.
RETRIES = config["retries"] if workflow.is_main_process else 0


def products_of(matrix):
    return [path.format(matrix=matrix) for path in PRODUCTS]


def setting(matrix, name):
    """Of one matrix, where it has its own, else of all."""
    return MATRICES[matrix].get(name, config[name])


def files_of(wildcards):
    """Of one matrix: several files with the same columns are one, too."""
    return MATRICES[wildcards.matrix]["path"]


def convert_options(wildcards):
    """As hapmill plan takes them, quoted for the shell."""
    output = os.path.abspath(OUTPUT.format(matrix=wildcards.matrix))
    words = shlex.split(setting(wildcards.matrix, "options"))
    if config["split"]:
        words += ["--split-by-contig", output, "-o", "{contig}" + config["suffix"]]
    else:
        words += ["-o", output]
    if config["suffix"] in (".vcf.gz", ".bcf"):
        words += ["--index", INDEX]
    # The memory that the plan expects is that of so many.
    return shlex.join(words + ["--threads", str(config["threads"])])


def read_plan(path):
    with open(path) as file:
        return json.load(file)


def manifests_of(wildcards):
    """Of all groups, which are known once the plan is there."""
    plan = read_plan(checkpoints.plan.get(matrix=wildcards.matrix).output.plan)
    groups = range(len(plan["groups"]))
    return [MANIFEST.format(matrix=wildcards.matrix, group=f"{k:05}") for k in groups]


def part_memory(wildcards, input, attempt):
    """MiB that the plan expects of a group, and a quarter more; more on each further attempt."""
    if not os.path.exists(input.plan):
        return config["plan_mem_mb"]
    expected = read_plan(input.plan)["expected_memory"]
    beside = config["gpu_mem_mb"] if config["device"] == "cuda" else 0
    return attempt * (beside + max(256, int(1.25 * expected / 2**20) + 1))
