// Runs Azurite for as long as standard input stays open: node -e <this> <azurite.js> <Azurite's own arguments>.
// The other end of standard input is held by the local host alone, and the operating system closes it however the
// host ends. So Azurite never outlives its host, and always gets to write its data to disk.

const [main, ...options] = process.argv.slice(1);
process.argv = [process.execPath, main, ...options];

// Ctrl+C and a closed terminal reach every process of the terminal. The host needs its storage until it has finished
// its own work, so these signals are ignored here, and Azurite, which would close on them, cannot register for them.
const ignored = ['SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGBREAK'];
for (const signal of ignored) {
  process.on(signal, () => {});
}
const register = process.on;
process.on = process.addListener = function (event, listener) {
  return ignored.includes(event) ? this : register.call(this, event, listener);
};

// A host that is gone no longer reads what Azurite prints while it closes.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

function close() {
  // Azurite's own signal to write everything and stop. Nobody listens before it is up: then there is nothing to write.
  if (!process.emit('message', 'shutdown')) {
    process.exit(0);
  }

  // The process ends by itself when the servers have closed; a request that never ends must not keep it.
  setTimeout(() => process.exit(0), 10000).unref();
}

process.stdin.on('end', close).on('error', close).resume();

require(main);
