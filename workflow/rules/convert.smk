checkpoint plan:
    input:
        matrix=files_of,
    output:
        plan=PLAN,
    log:
        os.path.join(config["logs"], "{matrix}.plan.log"),
    retries: RETRIES
    container:
        config["container"]
    resources:
        mem_mb=config["plan_mem_mb"],
        runtime=config["plan_minutes"],
    params:
        options=convert_options,
        groups=lambda wildcards: setting(wildcards.matrix, "groups"),
        hapmill=config["hapmill"],
        results=config["results"],
    shell:
        "mkdir -p {params.results:q} && "
        "{params.hapmill} plan {input.matrix:q} {params.options} --groups {params.groups} --json"
        " > {output.plan:q} 2> {log:q}"


# The manifest is written last: if it exists, the part is complete.
rule part:
    input:
        plan=PLAN,
    output:
        manifest=MANIFEST,
    log:
        os.path.join(config["logs"], "{matrix}.group-{group}.log"),
    retries: RETRIES
    container:
        config["container"]
    threads: config["threads"]
    resources:
        mem_mb=part_memory,
        runtime=config["part_minutes"],
        gpu=1 if config["device"] == "cuda" else 0,
    params:
        device=config["device"],
        hapmill=config["hapmill"],
    shell:
        "{params.hapmill} convert --plan {input.plan:q} --group {wildcards.group}"
        " --threads {threads} --device {params.device} --progress none > {log:q} 2>&1"


# The parts are kept, so this rule can be repeated on any host, even after it was killed.
rule finalize:
    input:
        plan=PLAN,
        parts=manifests_of,
    output:
        PRODUCTS,
    log:
        os.path.join(config["logs"], "{matrix}.finalize.log"),
    retries: RETRIES
    container:
        config["container"]
    resources:
        mem_mb=config["plan_mem_mb"],
        runtime=config["part_minutes"],
    params:
        hapmill=config["hapmill"],
        list_files=(
            f"&& find {shlex.quote(OUTPUT)} -maxdepth 1 -type f -printf '%f\\n' | sort"
            f" > {shlex.quote(PRODUCTS[0])}"
            if config["split"]
            else ""
        ),
    shell:
        "{params.hapmill} finalize --keep-parts {input.plan:q} > {log:q} 2>&1 {params.list_files}"


rule remove_parts:
    input:
        PRODUCTS,
    output:
        touch(FINISHED),
    log:
        os.path.join(config["logs"], "{matrix}.remove_parts.log"),
    container:
        config["container"]
    params:
        parts=PARTS,
    shell:
        "rm -rf {params.parts:q} 2> {log:q}"
