// The global object that tests see. jest gives them one that calls back for every use of a name such as `Array` or `Object`,
// 270 ns each where a plain one takes 5 ns, which was a quarter of all that a test of the SDK does. A context of Node's own
// kind has a plain one, https://nodejs.org/api/vm.html#vmconstantsdont_contextify, but jest has no option for it.
import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/** jest's environment for Node, in a context whose global object is plain. */
// biome-ignore lint/style/noDefaultExport: jest takes no other.
export default class PlainEnvironment extends TestEnvironment {
  /** @param {ConstructorParameters<typeof TestEnvironment>} given */
  constructor(...given) {
    const { createContext } = vm;
    let made = 0;
    vm.createContext = () => {
      made += 1;
      return createContext(vm.constants.DONT_CONTEXTIFY);
    };
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
    if (made !== 1) throw new Error('jest no longer makes its context by vm.createContext: tests would be slow again.');
  }
}
