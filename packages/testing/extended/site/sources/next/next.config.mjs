export default { output: 'export', generateBuildId: () => 'one' };
