/** Colours of both kinds keep 4.5:1 on their ground. An outcome is never told by colour alone. */
export const style = `
:root { color-scheme: light dark; --ground: #fff; --text: #1c2127; --dim: #57606a; --line: #d0d7de; --soft: #f4f6f8;
  --fail: #b3202b; --known: #7a4fb5; --warn: #8a5300; --pass: #1a6e35; --link: #0b5cad; --mark: #ffe08a; --marked: #1c2127; }
@media (prefers-color-scheme: dark) { :root { --ground: #12161b; --text: #e6eaee; --dim: #a3adb8; --line: #39424d;
  --soft: #1b2128; --fail: #ff8b8b; --known: #c8a6ff; --warn: #f0b65a; --pass: #6ed28c; --link: #7cb8ff; --mark: #7a5b00; --marked: #fff; } }
* { box-sizing: border-box; } [hidden] { display: none !important; }
body { margin: 0 auto; padding: 1rem; max-width: 80rem; background: var(--ground); color: var(--text);
  font: 1rem/1.45 system-ui, sans-serif; }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; } h3 { font-size: .95rem; margin: .8rem 0 .2rem; }
code, pre, .mono { font-family: ui-monospace, monospace; font-size: .875em; overflow-wrap: anywhere; }
pre { margin: 0; padding: .5rem; background: var(--soft); border: 1px solid var(--line); border-radius: 4px; white-space: pre-wrap;
  max-height: 24rem; overflow: auto; }
.ending { padding: .6rem .8rem; border-left: 6px solid var(--warn); background: var(--soft); font-weight: 600; overflow-wrap: anywhere; }
.ending.green { border-color: var(--pass); } .ending.red { border-color: var(--fail); }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .8rem 0; }
.facts dt { color: var(--dim); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; } th, td { border: 1px solid var(--line); padding: .2rem .5rem; text-align: left; white-space: nowrap; }
td.n { text-align: right; } caption { text-align: left; color: var(--dim); padding-bottom: .3rem; } thead th { background: var(--soft); }
button { font: inherit; color: var(--link); background: none; border: 1px solid var(--line); border-radius: 4px; padding: .15rem .5rem; cursor: pointer; }
td button { border: 0; padding: 0; text-decoration: underline; }
.fail, .broken { color: var(--fail); } .known { color: var(--known); } .blocked, .observed { color: var(--warn); } .pass { color: var(--pass); } .skipped { color: var(--dim); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
form { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; padding: .6rem; border: 1px solid var(--line); border-radius: 4px; }
form > label { display: grid; gap: .1rem; max-width: 100%; } fieldset { border: 0; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: .2rem .8rem; }
legend { padding: 0; } #outcomes { display: flex; flex-wrap: wrap; gap: .2rem .9rem; } #outcomes label { white-space: nowrap; } select, input[type=search] { font: inherit; max-width: 100%; padding: .2rem; }
#list { list-style: none; margin: .5rem 0; padding: 0; }
#list > li { border-bottom: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 3.2rem; }
summary { cursor: pointer; padding: .35rem 0; overflow-wrap: anywhere; }
summary .o { display: inline-block; min-width: 5.5rem; font-weight: 700; } summary .w { display: block; padding-left: 1rem; color: var(--dim); }
.detail { padding: 0 0 1rem 1rem; } mark { background: var(--mark); color: var(--marked); outline: 1px solid currentColor; }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
@media (max-width: 40rem) { body { padding: .5rem; } .facts { grid-template-columns: 1fr; } .facts dt { margin-top: .3rem; } .detail { padding-left: 0; } }
@media print { form, .skip, button { display: none; } td button { display: inline; color: inherit; text-decoration: none; }
  pre { max-height: none; } #list > li { content-visibility: visible; break-inside: avoid-page; } body { max-width: none; } }
`;
